package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.TelemetryWindow;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer tells of its measurements: a health report, and a few seeds in detail beside it. For
 * one thread, but for {@link #saved}.
 */
final class LayerReporting {

  private final LayerContext context;
  private final LayerChannels channels;
  private final SeedSnapshots snapshots;
  private volatile @Nullable String checkpointId;
  private double windowStart;
  private long reports;

  LayerReporting(LayerContext context, LayerChannels channels, LayerKernel kernel) {
    this.context = context;
    this.channels = channels;
    this.snapshots = new SeedSnapshots(kernel, context.snapshotsPerReport());
    this.windowStart = context.seconds();
  }

  /** Seeds name this checkpoint from now on as their last; any thread may call. */
  void saved(String id) {
    checkpointId = id;
  }

  void report(SeedTable seeds, LayerMeasurement measurement) {
    double now = context.seconds();
    reports++;
    LayerHealthReport report =
        Reports.of(
            header("report", seeds, now),
            seeds.hostEpoch(),
            seeds,
            measurement,
            new TelemetryWindow(windowStart, now));
    windowStart = now;
    List<Message> messages = new ArrayList<>();
    messages.add(report);
    for (Seed seed : snapshots.due(seeds)) {
      messages.add(
          snapshots.of(
              header("snapshot-" + seed.id(), seeds, now),
              seeds.layerId(),
              seed,
              checkpointId,
              measurement));
    }
    context.publisher().publish(Lane.TELEMETRY, channels.inbound(), messages);
  }

  private Header header(String kind, SeedTable seeds, double now) {
    String id = "%s-%s-%d-%d".formatted(kind, seeds.layerId(), seeds.hostEpoch(), reports);
    return Header.of(id, now, context.hostId());
  }
}
