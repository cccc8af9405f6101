package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Origin;
import io.tamiyo.operators.delivery.Reading;
import io.tamiyo.operators.limits.LayerLimits;
import io.tamiyo.operators.limits.LimitOptions;
import io.tamiyo.operators.limits.Parked;
import io.tamiyo.operators.limits.UrgentTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Stands before the door of a layer whose traffic is limited, and keeps what waits as it came: it
 * is looked at only when it passes. What the job writes, what is tried again by hand and what is
 * urgent is never held up.
 */
final class LimitGate {

  private final StreamNames names;
  private final EntryCodec codec;
  private final MapState<Long, InboundEntry> parked;

  LimitGate(RuntimeContext runtime, StreamNames names, EntryCodec codec) {
    this.names = names;
    this.codec = codec;
    this.parked =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "ingest-parked", Types.LONG, TypeInformation.of(InboundEntry.class)));
  }

  /** The entries of the current key's layer that have waited long enough, in turn. */
  List<InboundEntry> due(LayerLimits limits, long nowMs, LimitOptions options) throws Exception {
    List<InboundEntry> due = new ArrayList<>();
    for (Parked each : limits.due(nowMs, options)) {
      due.add(
          Objects.requireNonNull(
              parked.get(each.place()), () -> "a layer has lost what waited at " + each));
      parked.remove(each.place());
    }
    return due;
  }

  /** What becomes of an entry that arrives; what waits is kept. */
  LayerLimits.Fate arrives(LayerLimits limits, InboundEntry entry, LimitOptions options)
      throws Exception {
    EntryHeader header;
    try {
      header = codec.header(entry.fields());
    } catch (DecodeFailure toldAtTheDoor) {
      return LayerLimits.PASSES;
    }
    if (!Origin.of(entry, header, names).isCounted() || isTriedByHand(entry, header)) {
      return LayerLimits.PASSES;
    }
    LayerLimits.Fate fate =
        limits.arrives(
            Objects.requireNonNullElse(header.producer(), ""),
            header.count(),
            entry.time(),
            options,
            () -> UrgentTraffic.isOnly(Reading.of(entry, codec).messages()));
    if (fate instanceof LayerLimits.Fate.Waits waits) {
      parked.put(waits.parked().place(), entry);
    }
    return fate;
  }

  /** What the job tries again gets in line: it was one too many, and may be so again. */
  private static boolean isTriedByHand(InboundEntry entry, EntryHeader header) {
    return header.replayOf() != null && !Refusal.isTriedByTheJob(entry, header);
  }

  /** Lets go of what waits for the current key's layer. */
  void forgetLayer() {
    parked.clear();
  }
}
