package io.tamiyo.host.seeds;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.Metrics;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a blueprint that was given by name must prove. It is judged where the seed is evaluated, at
 * its alpha on held-out data: before it has shown what was asked, the seed does not go on to
 * FINE_TUNING; a seed that has shown less is rolled back, if that was asked too.
 *
 * @param atLeast least values, by metric
 * @param rollbackOnFailure whether a seed that shows less leaves the computation
 */
public record BlueprintTrial(Map<String, Double> atLeast, boolean rollbackOnFailure) {

  /** What a host measures of a seed that is evaluated. */
  public static final List<String> METRICS =
      List.of(
          MetricNames.ACCURACY,
          MetricNames.PERFORMANCE_DELTA,
          MetricNames.STABILITY_SCORE,
          MetricNames.ACTIVATION_MEAN,
          MetricNames.ACTIVATION_VARIANCE);

  public BlueprintTrial {
    atLeast = Collections.unmodifiableMap(new TreeMap<>(atLeast));
  }

  /** The first metric that can't be asked for; empty when all can. */
  public Optional<String> unknownMetric() {
    return atLeast.keySet().stream().filter(metric -> !METRICS.contains(metric)).findFirst();
  }

  /** The first metric that was measured and is too low, in figures; empty when none is. */
  public Optional<String> failure(Metrics measured) {
    return atLeast.entrySet().stream()
        .filter(wanted -> isBelow(measured.measured(wanted.getKey()), wanted.getValue()))
        .map(wanted -> figures(wanted.getKey(), wanted.getValue(), measured))
        .findFirst();
  }

  /** The first metric that was not measured; empty when all were. */
  public Optional<String> unmeasured(Metrics measured) {
    return atLeast.keySet().stream()
        .filter(metric -> measured.measured(metric).isEmpty())
        .findFirst();
  }

  /** What is not a number proves nothing. */
  private static boolean isBelow(OptionalDouble measured, double wanted) {
    return measured.isPresent() && !(measured.getAsDouble() >= wanted);
  }

  private static String figures(String metric, double wanted, Metrics measured) {
    return "%s is %s; its blueprint was to reach %s"
        .formatted(metric, measured.measured(metric).orElse(Double.NaN), wanted);
  }
}
