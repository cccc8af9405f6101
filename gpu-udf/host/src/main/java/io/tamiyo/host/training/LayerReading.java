package io.tamiyo.host.training;

import io.tamiyo.contracts.message.MetricColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What was measured of a layer since the reading before.
 *
 * @param layerId which one
 * @param trainingEpoch training epochs completed
 * @param layerMetrics of the layer as a whole, by name: loss, accuracy, compute_time_ms; what was
 *     not measured is absent
 * @param seeds every seed, by its number
 * @param kernelFailures how often the seeds could not be computed and the layer turned to the
 *     identity, since the start
 */
public record LayerReading(
    String layerId,
    long trainingEpoch,
    Map<String, Double> layerMetrics,
    List<SeedReading> seeds,
    long kernelFailures) {

  /** The metrics of seeds, in the order of the columns. */
  public static final List<String> SEED_METRICS =
      Arrays.stream(SeedMetric.values()).map(SeedMetric::metricName).toList();

  public LayerReading {
    layerMetrics = Map.copyOf(layerMetrics);
    seeds = List.copyOf(seeds);
  }

  /** The seeds' metrics as a report carries them: one column a metric, one row a seed. */
  public List<MetricColumn> columns() {
    return SEED_METRICS.stream().map(this::column).toList();
  }

  private MetricColumn column(String name) {
    double[] values = new double[seeds.size()];
    boolean[] measured = new boolean[seeds.size()];
    for (int row = 0; row < values.length; row++) {
      Double value = seeds.get(row).measured().get(name);
      if (value != null) {
        values[row] = value;
        measured[row] = true;
      }
    }
    return new MetricColumn(name, values, measured);
  }
}
