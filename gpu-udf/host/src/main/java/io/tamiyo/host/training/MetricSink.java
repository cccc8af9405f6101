package io.tamiyo.host.training;

/** Takes what was measured of one seed. */
interface MetricSink {

  /** Takes one value; what was not measured is not put. */
  void put(SeedMetric metric, double value);
}
