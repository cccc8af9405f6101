package io.tamiyo.contracts.lifecycle;

import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * A comparison of one metric with a threshold.
 *
 * @param metric its name
 * @param expectation the comparison in signs, for instance {@code ≤ 0.01}
 * @param holds the comparison; false for NaN
 */
record Condition(String metric, String expectation, DoublePredicate holds) {

  static Condition atMost(String metric, double bound) {
    return new Condition(metric, "≤ " + bound, value -> value <= bound);
  }

  static Condition atLeast(String metric, double bound) {
    return new Condition(metric, "≥ " + bound, value -> value >= bound);
  }

  static Condition above(String metric, double bound) {
    return new Condition(metric, "> " + bound, value -> value > bound);
  }

  static Condition below(String metric, double bound) {
    return new Condition(metric, "< " + bound, value -> value < bound);
  }

  /** Whether the metric was measured and passes; what is unknown passes nothing. */
  boolean isMet(Metrics metrics) {
    OptionalDouble measured = metrics.measured(metric);
    return measured.isPresent() && holds.test(measured.getAsDouble());
  }

  /** The measured value beside what is expected of it, for instance {@code loss 0.004 ≤ 0.01}. */
  String inFigures(Metrics metrics) {
    OptionalDouble measured = metrics.measured(metric);
    String found = measured.isPresent() ? String.valueOf(measured.getAsDouble()) : "unknown";
    return metric + " " + found + " " + expectation;
  }
}
