package io.tamiyo.host.kernel;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Mean and variance of the activations of each seed since the window was last cleared, over all
 * rows and all features of its chunk. A step in which a chunk holds a value that is not finite is
 * left out for that seed, so that one bad step does not poison the window; error_rate counts it.
 * Belongs to the training thread.
 */
public final class ActivationWindow {

  private final ChunkLayout layout;
  private final double[] sum;
  private final double[] sumOfSquares;
  private final long[] values;

  public ActivationWindow(ChunkLayout layout) {
    this.layout = layout;
    sum = new double[layout.seeds()];
    sumOfSquares = new double[layout.seeds()];
    values = new long[layout.seeds()];
  }

  /** Adds the sums of one step. */
  public void add(FeatureSums sums) {
    for (int seed = 0; seed < layout.seeds(); seed++) {
      int start = layout.start(seed);
      int end = start + layout.size(seed);
      if (!sums.areFinite(start, end)) {
        continue;
      }
      for (int feature = start; feature < end; feature++) {
        sum[seed] += sums.sum(feature);
        sumOfSquares[seed] += sums.sumOfSquares(feature);
      }
      values[seed] += (long) sums.rows() * (end - start);
    }
  }

  /** activation_mean of a seed, in units of the activation; unknown if nothing was added. */
  public OptionalDouble mean(int seed) {
    if (values[seed] == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(sum[seed] / values[seed]);
  }

  /**
   * activation_variance of a seed (of the population), in squared units; unknown if nothing was
   * added.
   */
  public OptionalDouble variance(int seed) {
    if (values[seed] == 0) {
      return OptionalDouble.empty();
    }
    double mean = sum[seed] / values[seed];
    return OptionalDouble.of(Math.max(0, sumOfSquares[seed] / values[seed] - mean * mean));
  }

  /** Starts a new window. */
  public void clear() {
    Arrays.fill(sum, 0);
    Arrays.fill(sumOfSquares, 0);
    Arrays.fill(values, 0);
  }
}
