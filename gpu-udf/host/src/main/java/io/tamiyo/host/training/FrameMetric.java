package io.tamiyo.host.training;

/** A metric with its place in a frame of {@link ReadingFrames}. */
interface FrameMetric {

  /** Its place among the values, from 0. */
  int column();

  /** Its name in messages. */
  String metricName();
}
