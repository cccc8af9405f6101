package io.tamiyo.operators.streams;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.InboundEntryType;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.SideRecordId;
import io.tamiyo.operators.redis.source.EntryDeserializer;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Gives each entry of an inbound stream or a control log to its layer, undecoded: decoding is the
 * work of {@code ingest}, behind the shuffle. A gap becomes an entry that tells of it; one in a
 * stream that layers share is no layer's, and has an empty one.
 */
public final class LayerEntries implements EntryDeserializer<InboundEntry> {

  private static final long serialVersionUID = 1;
  private static final String SOURCE = "tamiyo/source";

  private final String instanceId;
  private transient @Nullable StreamNames names;

  /**
   * @param names of the installation
   */
  public LayerEntries(StreamNames names) {
    this.instanceId = names.instanceId();
  }

  @Override
  public void deserialize(StreamEntry entry, Collector<InboundEntry> out) {
    out.collect(
        new InboundEntry(
            layerOf(entry.stream(), entry.fields()),
            entry.stream(),
            entry.ms(),
            entry.seq(),
            entry.fields()));
  }

  @Override
  public void gap(StreamGap gap, Collector<InboundEntry> out) {
    String layer = layerOf(gap.stream(), Map.of());
    String entryId = gap.resumeMs() + "-" + gap.resumeSeq();
    GapEvent event =
        new GapEvent(
            Header.of(
                SideRecordId.of(gap.stream(), entryId, "gap", 0), gap.resumeMs() / 1000.0, SOURCE),
            gap.stream(),
            layer.isEmpty() ? null : layer,
            gap.lost() == StreamGap.UNKNOWN ? null : gap.lost(),
            gap.kind().name().toLowerCase(Locale.ROOT),
            null,
            null,
            null);
    Map<String, byte[]> fields = written(event);
    out.collect(new InboundEntry(layer, gap.stream(), gap.resumeMs(), gap.resumeSeq(), fields));
  }

  @Override
  public TypeInformation<InboundEntry> getProducedType() {
    return new InboundEntryType();
  }

  /** The layer of the fields, else of the stream's own name; empty when layers share the stream. */
  private String layerOf(String stream, Map<String, byte[]> fields) {
    byte[] layer = fields.get(EntryFields.LAYER);
    if (layer != null) {
      return new String(layer, StandardCharsets.UTF_8);
    }
    if (names().isInboundShard(stream)) {
      return "";
    }
    return names().layerOfControl(stream).orElseGet(() -> names().lastOfInbound(stream));
  }

  private StreamNames names() {
    if (names == null) {
      names = new StreamNames(instanceId);
    }
    return names;
  }

  private static Map<String, byte[]> written(GapEvent event) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return writer.write(Places.of("GapEvent", event.layerId(), 1), List.of(event));
    }
  }
}
