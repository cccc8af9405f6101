package io.tamiyo.operators.streams;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Tick;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.IdleEntry;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of silent layers. A tick says nothing but its entry's id, so all of a layer are alike.
 */
public final class Ticks implements IdleEntry {

  private static final long serialVersionUID = 1;

  @Override
  public byte @Nullable [] layerOf(StreamEntry entry) {
    return entry.fields().get(EntryFields.LAYER);
  }

  @Override
  public StreamAppend entry(String layer, String stream) {
    Tick tick = new Tick(Header.of("tick", 0, "tamiyo/source"), layer);
    return StreamAppend.of(
        stream,
        new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())
            .write(Places.of("Tick", layer, 1), List.of(tick)));
  }
}
