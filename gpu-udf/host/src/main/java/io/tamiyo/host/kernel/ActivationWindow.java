package io.tamiyo.host.kernel;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Mean and variance of the activations of each seed since the window was last cleared, over all
 * rows and all features of its chunk. A step in which a chunk holds a value that is not finite is
 * left out for that seed, so that one bad step does not poison the window; error_rate counts it.
 *
 * <p>A step costs two additions per feature; features are folded to their seed when it is asked
 * for. Belongs to the training thread.
 */
public final class ActivationWindow {

  private final ChunkLayout layout;
  private final double[] sum;
  private final double[] sumOfSquares;

  /** Rows of the steps that are left out, by seed. */
  private final long[] rowsLeftOut;

  private long rows;

  public ActivationWindow(ChunkLayout layout) {
    this.layout = layout;
    sum = new double[layout.features()];
    sumOfSquares = new double[layout.features()];
    rowsLeftOut = new long[layout.seeds()];
  }

  /** Adds the sums of one step. */
  public void add(FeatureSums sums) {
    rows += sums.rows();
    if (sums.areFinite()) {
      add(sums, 0, layout.features());
      return;
    }
    for (int seed = 0; seed < layout.seeds(); seed++) {
      if (sums.areFinite(layout.start(seed), layout.end(seed))) {
        add(sums, layout.start(seed), layout.end(seed));
      } else {
        rowsLeftOut[seed] += sums.rows();
      }
    }
  }

  private void add(FeatureSums sums, int start, int end) {
    double[] addedSum = sums.sums();
    double[] addedSquares = sums.squares();
    for (int feature = start; feature < end; feature++) {
      sum[feature] += addedSum[feature];
      sumOfSquares[feature] += addedSquares[feature];
    }
  }

  /** activation_mean of a seed, in units of the activation; unknown if nothing was added. */
  public OptionalDouble mean(int seed) {
    return isKnown(seed) ? OptionalDouble.of(meanOf(seed)) : OptionalDouble.empty();
  }

  /** Whether anything was added of a seed. */
  public boolean isKnown(int seed) {
    return values(seed) > 0;
  }

  /** activation_mean as a bare number; means nothing unless it {@link #isKnown}. */
  public double meanOf(int seed) {
    return fold(sum, seed) / values(seed);
  }

  /** activation_variance as a bare number; means nothing unless it {@link #isKnown}. */
  public double varianceOf(int seed) {
    double mean = meanOf(seed);
    return Math.max(0, fold(sumOfSquares, seed) / values(seed) - mean * mean);
  }

  /**
   * activation_variance of a seed (of the population), in squared units; unknown if nothing was
   * added.
   */
  public OptionalDouble variance(int seed) {
    return isKnown(seed) ? OptionalDouble.of(varianceOf(seed)) : OptionalDouble.empty();
  }

  private long values(int seed) {
    return (rows - rowsLeftOut[seed]) * layout.size(seed);
  }

  private double fold(double[] byFeature, int seed) {
    double folded = 0;
    for (int feature = layout.start(seed); feature < layout.end(seed); feature++) {
      folded += byFeature[feature];
    }
    return folded;
  }

  /** Starts a new window. */
  public void clear() {
    Arrays.fill(sum, 0);
    Arrays.fill(sumOfSquares, 0);
    Arrays.fill(rowsLeftOut, 0);
    rows = 0;
  }
}
