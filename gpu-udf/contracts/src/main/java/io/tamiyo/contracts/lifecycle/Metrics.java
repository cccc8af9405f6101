package io.tamiyo.contracts.lifecycle;

import java.util.OptionalDouble;

/** The measured metrics of one seed. A metric that was not measured is absent, never zero. */
@FunctionalInterface
public interface Metrics {

  /** No metric was measured. */
  Metrics UNKNOWN = name -> OptionalDouble.empty();

  /**
   * The last measured value, which may be NaN or infinite, or empty when it was not measured.
   *
   * @param name a constant of {@link MetricNames}, or a metric of one's own
   */
  OptionalDouble measured(String name);
}
