package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.message.MetricColumn;

/**
 * One metric over the seeds of a layer. Sums run in the order of the rows, so that equal reports
 * give equal bits on every machine.
 *
 * @param name the metric
 * @param measured seeds of which it was measured and finite
 * @param nonFinite seeds of which it was measured as NaN or infinite
 * @param mean of the finite values, NaN when there are none
 * @param standardDeviation of the finite values, with n − 1 as divisor; 0 for one value, NaN for
 *     none
 */
public record MetricSummary(
    String name, int measured, int nonFinite, double mean, double standardDeviation) {

  /** Sums up a column. */
  public static MetricSummary of(MetricColumn column) {
    int finite = 0;
    int nonFinite = 0;
    double sum = 0;
    double[] values = column.values();
    for (int row = 0; row < values.length; row++) {
      if (column.measured()[row]) {
        if (Double.isFinite(values[row])) {
          finite++;
          sum += values[row];
        } else {
          nonFinite++;
        }
      }
    }
    double mean = finite == 0 ? Double.NaN : sum / finite;
    return new MetricSummary(
        column.name(), finite, nonFinite, mean, standardDeviation(column, finite, mean));
  }

  private static double standardDeviation(MetricColumn column, int finite, double mean) {
    if (finite < 2) {
      return finite == 0 ? Double.NaN : 0;
    }
    double squares = 0;
    double[] values = column.values();
    for (int row = 0; row < values.length; row++) {
      if (column.measured()[row] && Double.isFinite(values[row])) {
        double distance = values[row] - mean;
        squares += distance * distance;
      }
    }
    return Math.sqrt(squares / (finite - 1));
  }
}
