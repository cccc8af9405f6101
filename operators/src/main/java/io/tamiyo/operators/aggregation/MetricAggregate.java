package io.tamiyo.operators.aggregation;

import io.tamiyo.contracts.message.MetricColumn;
import java.util.Map;

/**
 * One metric of a layer over a window. What was not measured is no value. NaN, infinities, and what
 * is too large for a float32, in which reports travel, are counted by themselves: one of them would
 * make every sum meaningless.
 */
final class MetricAggregate {

  private Moments moments;
  private long nonFinite;
  private final QuantileSketch sketch;

  private MetricAggregate(Moments moments, long nonFinite, QuantileSketch sketch) {
    this.moments = moments;
    this.nonFinite = nonFinite;
    this.sketch = sketch;
  }

  static MetricAggregate empty() {
    return new MetricAggregate(Moments.NONE, 0, QuantileSketch.empty());
  }

  static MetricAggregate of(StoredAggregate stored) {
    return new MetricAggregate(
        stored.moments(), stored.nonFinite(), QuantileSketch.of(stored.sketch()));
  }

  StoredAggregate stored(String name) {
    return new StoredAggregate(name, moments, nonFinite, sketch.bytes());
  }

  /** Values that can be summed up. */
  long count() {
    return moments.count();
  }

  /** Values that can't. */
  long nonFinite() {
    return nonFinite;
  }

  /** Adds the only value of a group. */
  void add(double value) {
    if (!isSummable(value)) {
      nonFinite++;
      return;
    }
    sketch.add(value);
    moments = moments.plus(new Moments(1, value, 0, value, value));
  }

  /** Adds the measured values of all rows. */
  void add(MetricColumn column) {
    double[] values = column.values();
    boolean[] measured = column.measured();
    long count = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < values.length; row++) {
      double value = values[row];
      if (measured[row] && isSummable(value)) {
        count++;
        sum += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
        sketch.add(value);
      } else if (measured[row]) {
        nonFinite++;
      }
    }
    if (count > 0) {
      double mean = sum / count;
      moments = moments.plus(new Moments(count, mean, squares(column, mean), least, most));
    }
  }

  /** Writes {@code <name>_<mean|std|min|max|p50|p95|p99>}, where there was anything to sum up. */
  void summarize(String name, Map<String, Double> summary) {
    if (moments.count() == 0) {
      return;
    }
    summary.put(name + "_mean", moments.mean());
    summary.put(name + "_std", moments.deviation());
    summary.put(name + "_min", moments.least());
    summary.put(name + "_max", moments.most());
    summary.put(name + "_p50", quantile(0.50));
    summary.put(name + "_p95", quantile(0.95));
    summary.put(name + "_p99", quantile(0.99));
  }

  /** A bin's middle may lie beyond the values that are in it. */
  private double quantile(double share) {
    return Math.max(moments.least(), Math.min(moments.most(), sketch.at(share)));
  }

  private static double squares(MetricColumn column, double mean) {
    double[] values = column.values();
    boolean[] measured = column.measured();
    double squares = 0;
    for (int row = 0; row < values.length; row++) {
      if (measured[row] && isSummable(values[row])) {
        double apart = values[row] - mean;
        squares += apart * apart;
      }
    }
    return squares;
  }

  private static boolean isSummable(double value) {
    return Math.abs(value) <= Float.MAX_VALUE;
  }
}
