package io.tamiyo.host.bench;

import java.util.Arrays;

/**
 * The difference of two things that were measured in one round, over many rounds. What else the
 * machine does meets both halves of a round, so it cancels but for its scatter.
 */
final class PairedDifference {

  /** Of the normal distribution, for 95 %. */
  private static final double DEVIATIONS = 1.96;

  private final double[] differences;

  /**
   * Subtracts round by round.
   *
   * @param with one value a round
   * @param without its partner
   */
  PairedDifference(double[] with, double[] without) {
    differences = new double[with.length];
    for (int round = 0; round < with.length; round++) {
      differences[round] = with[round] - without[round];
    }
  }

  /** One a round. */
  double[] rounds() {
    return differences.clone();
  }

  /**
   * The lower and the upper end of the interval that holds the median with a confidence of 95 %,
   * whatever the distribution: order statistics by the sign test, {@code (n ∓ 1.96·√n) / 2}.
   */
  double[] interval() {
    double[] sorted = rounds();
    Arrays.sort(sorted);
    int rank = (int) Math.floor((sorted.length - DEVIATIONS * Math.sqrt(sorted.length)) / 2);
    int low = Math.max(0, rank);
    return new double[] {sorted[low], sorted[sorted.length - 1 - low]};
  }
}
