package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The seeds of a layer as a population.
 *
 * @param seeds how many were reported
 * @param byState how many are in each state, by {@link SeedState#code()}
 * @param metrics a summary of each reported metric, in the report's order
 */
public record Population(int seeds, List<Integer> byState, List<MetricSummary> metrics) {

  public Population {
    byState = List.copyOf(byState);
    metrics = List.copyOf(metrics);
  }

  /** Sums up the rows of a report. */
  public static Population of(SeedColumns seeds) {
    Integer[] byState = new Integer[SeedState.values().length];
    Arrays.fill(byState, 0);
    for (byte code : seeds.states()) {
      byState[code]++;
    }
    return new Population(
        seeds.rows(), List.of(byState), seeds.metrics().stream().map(MetricSummary::of).toList());
  }

  /** How many seeds are in a state. */
  public int in(SeedState state) {
    return byState.get(state.code());
  }

  /** The summary of a metric, or empty when the report has no such column. */
  public Optional<MetricSummary> metric(String name) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }
}
