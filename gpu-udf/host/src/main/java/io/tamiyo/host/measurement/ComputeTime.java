package io.tamiyo.host.measurement;

/**
 * compute_time_ms: forward time of a layer in milliseconds, mean of the steps since it was last
 * read. Unknown without a step.
 */
public final class ComputeTime extends WindowMean {

  private static final double NANOS_PER_MILLI = 1e6;

  public void addNanos(long nanos) {
    add(nanos / NANOS_PER_MILLI);
  }
}
