package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.MetricNames;

/** What is measured of a layer as a whole. */
enum LayerMetric implements FrameMetric {
  LOSS(0, MetricNames.LOSS),
  ACCURACY(1, MetricNames.ACCURACY),
  COMPUTE_TIME_MS(2, MetricNames.COMPUTE_TIME_MS);

  private final int column;
  private final String metricName;

  LayerMetric(int column, String metricName) {
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
