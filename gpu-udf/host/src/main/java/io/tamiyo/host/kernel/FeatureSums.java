package io.tamiyo.host.kernel;

import io.tamiyo.host.blueprint.FeatureMoments;
import java.util.Arrays;

/**
 * Sums over the rows of one batch, per feature: Σx and Σx², in double precision. Everything that
 * the layer reports or learns about its activations follows from these, so the batch is read once.
 * Reused from step to step; belongs to the training thread.
 */
public final class FeatureSums implements FeatureMoments {

  private final double[] sum;
  private final double[] sumOfSquares;
  private int rows;
  private double totalSquares;
  private boolean isTotalKnown;

  public FeatureSums(int features) {
    sum = new double[features];
    sumOfSquares = new double[features];
  }

  /** Sets all sums to zero, for a batch of so many rows; a kernel then adds to the arrays. */
  void start(int batchRows) {
    Arrays.fill(sum, 0);
    Arrays.fill(sumOfSquares, 0);
    rows = batchRows;
    isTotalKnown = false;
  }

  /** Corrects a feature, whatever was asked of the sums before. */
  void replace(int feature, double exactSum, double exactSquares) {
    sum[feature] = exactSum;
    sumOfSquares[feature] = exactSquares;
    isTotalKnown = false;
  }

  /** Σx by feature, for a kernel to write to. */
  double[] sums() {
    return sum;
  }

  /** Σx² by feature, for a kernel to write to. */
  double[] squares() {
    return sumOfSquares;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public double sum(int feature) {
    return sum[feature];
  }

  @Override
  public double sumOfSquares(int feature) {
    return sumOfSquares[feature];
  }

  /** Whether every value of the feature was finite: squares of floats cannot overflow a double. */
  public boolean isFinite(int feature) {
    return Double.isFinite(sumOfSquares[feature]);
  }

  /** Whether every value of the features from start to end (excluded) was finite. */
  public boolean areFinite(int start, int end) {
    for (int feature = start; feature < end; feature++) {
      if (!isFinite(feature)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every value of the batch was finite. Looks once at each batch. */
  public boolean areFinite() {
    return areSquaresWithin(Double.MAX_VALUE);
  }

  /**
   * Whether the squares of the whole batch together are not above a limit, and so none is; not so
   * if one is not finite. Looks once at each batch.
   */
  boolean areSquaresWithin(double limit) {
    if (!isTotalKnown) {
      totalSquares = totalSquares();
      isTotalKnown = true;
    }
    return totalSquares <= limit;
  }

  /** Four sums side by side, since a sum has to wait for the one before. */
  private double totalSquares() {
    double[] squares = sumOfSquares;
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int feature = 0;
    for (; feature + 3 < squares.length; feature += 4) {
      first += squares[feature];
      second += squares[feature + 1];
      third += squares[feature + 2];
      fourth += squares[feature + 3];
    }
    for (; feature < squares.length; feature++) {
      first += squares[feature];
    }
    return first + second + (third + fourth);
  }
}
