package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.List;
import java.util.Map;

/**
 * How the seeds of a layer are.
 *
 * @param totalSeeds seeds of the layer, at least the rows of {@code seeds}
 * @param activeSeeds those of them that are active
 * @param seeds one row a seed
 * @param layerMetrics metrics of the layer as a whole, for instance loss, accuracy and
 *     compute_time_ms
 * @param performanceSummary {@code <metric>_<mean|std|min|max|p50|p95|p99>} over the seeds, when
 *     aggregated
 * @param telemetryWindow the span that it sums up
 * @param anomalies what the sender found unusual itself
 */
public record LayerHealthReport(
    Header header,
    String layerId,
    int totalSeeds,
    int activeSeeds,
    @Measured SeedColumns seeds,
    @Measured @NativeOnly Map<String, Double> layerMetrics,
    @Measured Map<String, Double> performanceSummary,
    TelemetryWindow telemetryWindow,
    @Measured List<MetricAnomaly> anomalies)
    implements Message {

  public LayerHealthReport {
    LayerId.require(layerId);
    if (totalSeeds < 0) {
      throw new IllegalArgumentException("total_seeds is negative: " + totalSeeds);
    }
    if (activeSeeds < 0) {
      throw new IllegalArgumentException("active_seeds is negative: " + activeSeeds);
    }
    layerMetrics = Copies.ordered(layerMetrics);
    performanceSummary = Copies.ordered(performanceSummary);
    anomalies = List.copyOf(anomalies);
  }
}
