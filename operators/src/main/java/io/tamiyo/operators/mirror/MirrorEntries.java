package io.tamiyo.operators.mirror;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.SideRecordId;
import io.tamiyo.operators.redis.source.EntryDeserializer;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.StreamGap;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is read in one region into what is appended in the other, to the stream of the same
 * name. What was lost before it could be mirrored is told there by a gap event among the alerts.
 */
public final class MirrorEntries implements EntryDeserializer<Outbound> {

  private static final long serialVersionUID = 1;
  private static final String SOURCE = "tamiyo/mirror";

  private final String instanceId;
  private final MirrorRoute route;
  private transient @Nullable StreamNames names;
  private transient @Nullable MirrorMetrics metrics;

  /**
   * @param names of the installation, the same in both regions
   */
  public MirrorEntries(StreamNames names, MirrorRoute route) {
    this.instanceId = names.instanceId();
    this.route = route;
  }

  @Override
  public void open(MetricGroup operator) {
    metrics = new MirrorMetrics(operator, System::currentTimeMillis);
  }

  /**
   * Hands on the copy, if there is to be one.
   *
   * @throws IOException naming the field by which nobody can tell where the entry has been
   */
  @Override
  public void deserialize(StreamEntry entry, Collector<Outbound> out) throws IOException {
    MirrorMetrics counted = Objects.requireNonNull(metrics, "the mirror is not open");
    counted.read(entry.ms());
    if (!MirroredStreams.isMirrored(entry.stream(), names())) {
      counted.refused().inc();
      return;
    }
    MirrorDecision decision = route.decide(entry.id(), entry.fields());
    if (decision instanceof MirrorDecision.Unreadable unreadable) {
      counted.refused().inc();
      throw new IOException("its field " + unreadable.field() + " " + unreadable.why());
    }
    if (decision instanceof MirrorDecision.Copied copied) {
      out.collect(new Outbound(entry.stream(), copied.fields()));
      counted.copied().inc();
      return;
    }
    counted.left().inc();
  }

  @Override
  public void gap(StreamGap gap, Collector<Outbound> out) {
    String entryId = gap.resumeMs() + "-" + gap.resumeSeq();
    String id = SideRecordId.of(gap.stream(), entryId, "gap_of_mirror_to_" + route.to(), 0);
    GapEvent event =
        new GapEvent(
            Header.of(id, gap.resumeMs() / 1000.0, SOURCE + "/" + route.from()),
            gap.stream(),
            null,
            gap.lost() == StreamGap.UNKNOWN ? null : gap.lost(),
            gap.kind().name().toLowerCase(Locale.ROOT),
            null,
            null,
            null);
    out.collect(new Outbound(names().alerts(), route.event(id, written(event))));
  }

  @Override
  public TypeInformation<Outbound> getProducedType() {
    return TypeInformation.of(Outbound.class);
  }

  private StreamNames names() {
    if (names == null) {
      names = new StreamNames(instanceId);
    }
    return names;
  }

  private static Map<String, byte[]> written(GapEvent event) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return writer.write(Places.of("GapEvent", null, 1), List.of(event));
    }
  }
}
