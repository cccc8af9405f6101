package io.tamiyo.contracts.message;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One metric of all seeds of a report.
 *
 * @param name the metric
 * @param values by row; a row that was not measured holds 0 and means nothing. NaN and infinities
 *     are measurements
 * @param measured by row, whether it was measured
 */
public record MetricColumn(String name, double[] values, boolean[] measured) {

  public MetricColumn {
    Objects.requireNonNull(name, "metric name is missing");
    if (values.length != measured.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values and " + measured.length + " marks");
    }
  }

  /** A column of which every row was measured. */
  public static MetricColumn of(String name, double... values) {
    boolean[] measured = new boolean[values.length];
    Arrays.fill(measured, true);
    return new MetricColumn(name, values, measured);
  }

  /** The value of a row, or empty when it was not measured. */
  public OptionalDouble at(int row) {
    return measured[row] ? OptionalDouble.of(values[row]) : OptionalDouble.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetricColumn that
        && name.equals(that.name)
        && Arrays.equals(values, that.values)
        && Arrays.equals(measured, that.measured);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(values);
  }
}
