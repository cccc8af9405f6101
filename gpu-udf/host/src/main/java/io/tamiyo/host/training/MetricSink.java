package io.tamiyo.host.training;

import java.util.OptionalDouble;

/** Takes what was measured of one seed. */
interface MetricSink {

  /**
   * Takes one value.
   *
   * @param value empty if it was not measured
   */
  void put(SeedMetric metric, OptionalDouble value);
}
