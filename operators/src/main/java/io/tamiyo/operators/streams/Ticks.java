package io.tamiyo.operators.streams;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.Farewell;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.FarewellEntry;
import io.tamiyo.operators.redis.source.IdleEntry;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of silent layers. A tick says nothing but its entry's id, so all of a layer are alike,
 * and each is written once.
 */
public final class Ticks implements IdleEntry, FarewellEntry {

  private static final long serialVersionUID = 1;
  private static final String TICK = "Tick";
  private static final byte[] TICK_BYTES = TICK.getBytes(StandardCharsets.US_ASCII);

  private final ConcurrentMap<String, StreamAppend> written = new ConcurrentHashMap<>();

  @Override
  public byte @Nullable [] layerOf(StreamEntry entry) {
    return entry.fields().get(EntryFields.LAYER);
  }

  /** What is written is kept by its stream and layer: as many as there are silent layers. */
  @Override
  public StreamAppend entry(String layer, String stream) {
    return written.computeIfAbsent(place(layer, stream), key -> write(layer, stream));
  }

  @Override
  public boolean isSignOfLife(StreamEntry entry) {
    byte[] type = entry.fields().get(EntryFields.TYPE);
    return type == null || !Arrays.equals(type, TICK_BYTES);
  }

  /** A last tick; what was kept of the others goes. */
  @Override
  public StreamAppend farewell(String layer, String stream) {
    StreamAppend tick = entry(layer, stream);
    written.remove(place(layer, stream));
    return StreamAppend.of(stream, Farewell.of(tick.fields()));
  }

  private static String place(String layer, String stream) {
    return stream + " " + layer;
  }

  private static StreamAppend write(String layer, String stream) {
    Tick tick = new Tick(Header.of("tick", 0, "tamiyo/source"), layer);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return StreamAppend.of(stream, writer.write(Places.of(TICK, layer, 1), List.of(tick)));
    }
  }
}
