package io.tamiyo.operators.ingest;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the last messages of a layer that came without a sequence, as many and as long as the
 * options say. Exact within both bounds, and bounded in bytes, since the wire bounds an id.
 */
final class RecentIds {

  /** More than one, so that what a smaller window leaves behind goes too. */
  private static final int FORGOTTEN_AT_ONCE = 4;

  private final MapState<String, Long> numbers;
  private final MapState<Long, RememberedId> byAge;

  /** As the first release kept them, without a time; they go with their number only. */
  private final MapState<Long, String> timeless;

  private final int window;
  private final long rememberMs;

  RecentIds(RuntimeContext context, IngestOptions options) {
    this.numbers =
        context.getMapState(new MapStateDescriptor<>("ingest-ids", Types.STRING, Types.LONG));
    this.byAge =
        context.getMapState(
            new MapStateDescriptor<>(
                "ingest-ids-and-times", Types.LONG, TypeInformation.of(RememberedId.class)));
    this.timeless =
        context.getMapState(
            new MapStateDescriptor<>("ingest-ids-by-age", Types.LONG, Types.STRING));
    this.window = options.rememberedIds();
    this.rememberMs = options.rememberMs();
  }

  /** Forgets all ids of the layer. */
  void clear() {
    numbers.clear();
    byAge.clear();
    timeless.clear();
  }

  /** Remembers an id, and returns whether it was not remembered before. */
  boolean remember(LayerIds layer, String id, long time) throws Exception {
    if (!layer.filter(window).isSurelyNew(id, layer.oldest()) && isRemembered(id, time)) {
      return false;
    }
    long number = layer.add(id, window);
    numbers.put(id, number);
    byAge.put(number, new RememberedId(id, time));
    forgetOldest(layer, time);
    return true;
  }

  private boolean isRemembered(String id, long time) throws Exception {
    Long number = numbers.get(id);
    if (number == null) {
      return false;
    }
    RememberedId remembered = byAge.get(number);
    if (remembered == null || time - remembered.time() <= rememberMs) {
      return true;
    }
    byAge.remove(number);
    return false;
  }

  private void forgetOldest(LayerIds layer, long time) throws Exception {
    for (int i = 0; i < FORGOTTEN_AT_ONCE; i++) {
      if (layer.remembered() <= window && time - layer.oldestTime() <= rememberMs) {
        return;
      }
      RememberedId oldest = at(layer.oldest());
      if (oldest != null && layer.remembered() <= window && time - oldest.time() <= rememberMs) {
        layer.oldestTime(oldest.time());
        return;
      }
      if (oldest != null) {
        numbers.remove(oldest.id());
        byAge.remove(layer.oldest());
        timeless.remove(layer.oldest());
      }
      layer.forgetOldest();
    }
  }

  /** What was remembered under a number, or null when it came again later. */
  private @Nullable RememberedId at(long number) throws Exception {
    RememberedId remembered = byAge.get(number);
    if (remembered != null) {
      return remembered;
    }
    String id = timeless.get(number);
    return id == null ? null : new RememberedId(id, Long.MAX_VALUE);
  }
}
