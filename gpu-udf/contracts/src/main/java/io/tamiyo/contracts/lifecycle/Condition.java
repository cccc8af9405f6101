package io.tamiyo.contracts.lifecycle;

import java.util.OptionalDouble;

/**
 * A comparison of one metric with a threshold.
 *
 * @param metric its name
 * @param comparison how the value must stand to the bound
 * @param bound the threshold
 */
record Condition(String metric, Comparison comparison, double bound) {

  /** How a value stands to a bound; NaN stands to none. */
  enum Comparison {
    AT_MOST("≤"),
    AT_LEAST("≥"),
    ABOVE(">"),
    BELOW("<");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    boolean holds(double value, double bound) {
      return switch (this) {
        case AT_MOST -> value <= bound;
        case AT_LEAST -> value >= bound;
        case ABOVE -> value > bound;
        case BELOW -> value < bound;
      };
    }
  }

  static Condition atMost(String metric, double bound) {
    return new Condition(metric, Comparison.AT_MOST, bound);
  }

  static Condition atLeast(String metric, double bound) {
    return new Condition(metric, Comparison.AT_LEAST, bound);
  }

  static Condition above(String metric, double bound) {
    return new Condition(metric, Comparison.ABOVE, bound);
  }

  static Condition below(String metric, double bound) {
    return new Condition(metric, Comparison.BELOW, bound);
  }

  /** Whether the metric was measured and passes; what is unknown passes nothing. */
  boolean isMet(Metrics metrics) {
    OptionalDouble measured = metrics.measured(metric);
    return measured.isPresent() && comparison.holds(measured.getAsDouble(), bound);
  }

  /** The comparison in signs, for instance {@code ≤ 0.01}. */
  String expectation() {
    return comparison.sign + " " + bound;
  }

  /** The measured value beside what is expected of it, for instance {@code loss 0.004 ≤ 0.01}. */
  String inFigures(Metrics metrics) {
    OptionalDouble measured = metrics.measured(metric);
    String found = measured.isPresent() ? String.valueOf(measured.getAsDouble()) : "unknown";
    return metric + " " + found + " " + expectation();
  }
}
