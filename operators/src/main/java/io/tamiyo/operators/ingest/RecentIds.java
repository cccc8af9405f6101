package io.tamiyo.operators.ingest;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The ids of the last messages of a layer that came without a sequence. Exact within its window,
 * and bounded in bytes, since the wire bounds an id.
 */
final class RecentIds {

  private final MapState<String, Long> numbers;
  private final MapState<Long, String> ids;
  private final int window;

  RecentIds(RuntimeContext context, int window) {
    this.numbers =
        context.getMapState(new MapStateDescriptor<>("ingest-ids", Types.STRING, Types.LONG));
    this.ids =
        context.getMapState(
            new MapStateDescriptor<>("ingest-ids-by-age", Types.LONG, Types.STRING));
    this.window = window;
  }

  /** Forgets all ids of the layer. */
  void clear() {
    numbers.clear();
    ids.clear();
  }

  boolean contains(String id) throws Exception {
    return numbers.contains(id);
  }

  /**
   * Remembers an id that is not contained, and forgets the one a window before.
   *
   * @param number how many were remembered before it
   */
  void add(String id, long number) throws Exception {
    numbers.put(id, number);
    ids.put(number, id);
    String oldest = ids.get(number - window);
    if (oldest != null) {
      numbers.remove(oldest);
      ids.remove(number - window);
    }
  }
}
