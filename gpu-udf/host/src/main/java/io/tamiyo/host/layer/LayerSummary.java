package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.MetricColumn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the seeds of a layer measured, summed up over the seeds: {@code <metric>_mean}, {@code _std}
 * (of the population), {@code _min} and {@code _max} of each metric that any seed has, in its unit.
 * Values that are not finite are left out, since one of them would hide all others; error_rate and
 * the columns themselves tell of them.
 */
final class LayerSummary {

  private LayerSummary() {}

  static Map<String, Double> of(List<MetricColumn> columns) {
    Map<String, Double> summary = new TreeMap<>();
    for (MetricColumn column : columns) {
      add(summary, column);
    }
    return summary;
  }

  private static void add(Map<String, Double> summary, MetricColumn column) {
    long count = 0;
    double mean = 0;
    double squares = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < column.values().length; row++) {
      double value = column.values()[row];
      if (column.measured()[row] && Double.isFinite(value)) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    if (count > 0) {
      summary.put(column.name() + "_mean", mean);
      summary.put(column.name() + "_std", Math.sqrt(squares / count));
      summary.put(column.name() + "_min", least);
      summary.put(column.name() + "_max", greatest);
    }
  }
}
