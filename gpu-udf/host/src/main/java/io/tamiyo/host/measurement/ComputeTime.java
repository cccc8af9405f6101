package io.tamiyo.host.measurement;

/**
 * compute_time_ms: forward time of a layer in training, milliseconds, mean of the steps since it
 * was last read. Unknown without a step.
 *
 * <p>Sampled in every training forward, from before its sums are read to after its output is there
 * (where sums are kept on a GPU, in the forwards that read them back); forwards of evaluations do
 * not count. Costs two readings of the clock a step.
 */
public final class ComputeTime extends WindowMean {

  private static final double NANOS_PER_MILLI = 1e6;

  public void addNanos(long nanos) {
    add(nanos / NANOS_PER_MILLI);
  }
}
