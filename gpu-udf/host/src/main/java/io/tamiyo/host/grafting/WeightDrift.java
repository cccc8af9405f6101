package io.tamiyo.host.grafting;

import java.util.OptionalDouble;

/**
 * How far weights are from their moving average: {@code ‖w − w̄‖ / ‖w̄‖} with {@code w̄' = decay·w̄
 * + (1 − decay)·w}, Euclidean norms over all weights of a graft; no unit, 0 is at rest. Begins anew
 * after a restart. One float a weight, one pass over them a call.
 */
public final class WeightDrift {

  /** The average of the last ten epochs or so. */
  private static final double DECAY = 0.9;

  private double[] average = new double[0];

  /**
   * Takes the weights of an epoch.
   *
   * @return their drift from the average of those before; unknown for the first ones, where their
   *     number has changed, and where the average is all zero
   */
  public OptionalDouble observe(float[] weights) {
    if (average.length != weights.length) {
      average = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        average[i] = weights[i];
      }
      return OptionalDouble.empty();
    }
    double distance = 0;
    double size = 0;
    for (int i = 0; i < weights.length; i++) {
      double off = weights[i] - average[i];
      distance += off * off;
      size += average[i] * average[i];
      average[i] += (1 - DECAY) * off;
    }
    return size > 0 ? OptionalDouble.of(Math.sqrt(distance / size)) : OptionalDouble.empty();
  }
}
