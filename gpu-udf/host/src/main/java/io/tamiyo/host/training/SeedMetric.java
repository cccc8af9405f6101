package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.MetricNames;

/** What is measured of a seed, in the order of a report's columns. */
enum SeedMetric implements FrameMetric {
  ACTIVATION_MEAN(0, MetricNames.ACTIVATION_MEAN),
  ACTIVATION_VARIANCE(1, MetricNames.ACTIVATION_VARIANCE),
  ACCURACY(2, MetricNames.ACCURACY),
  RECONSTRUCTION_LOSS(3, MetricNames.RECONSTRUCTION_LOSS),
  PERFORMANCE_DELTA(4, MetricNames.PERFORMANCE_DELTA),
  STABILITY_SCORE(5, MetricNames.STABILITY_SCORE),
  FINAL_STABILITY(6, MetricNames.FINAL_STABILITY),
  TOTAL_IMPROVEMENT(7, MetricNames.TOTAL_IMPROVEMENT),
  ERROR_RATE(8, MetricNames.ERROR_RATE),
  ERROR_COUNT(9, MetricNames.ERROR_COUNT);

  private final int column;
  private final String metricName;

  SeedMetric(int column, String metricName) {
    this.column = column;
    this.metricName = metricName;
  }

  @Override
  public int column() {
    return column;
  }

  @Override
  public String metricName() {
    return metricName;
  }
}
