package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/**
 * stability_score: {@code 1 − min(1, std / mean)} of the loss over the last {@value #STEPS} steps,
 * with the standard deviation of the population; no unit, 1 is steady, 0 is as unsteady as it gets.
 * Unknown until as many steps have passed. A loss that is not finite makes it 0 for as long as it
 * is among the last.
 *
 * <p>Sampled at every step while the seed is grafted; costs one write a step, and {@value #STEPS}
 * values at each reading.
 */
public final class StabilityScore {

  public static final int STEPS = 20;

  private final double[] losses = new double[STEPS];
  private final LossSpread spread = new LossSpread();
  private long steps;

  public void add(double loss) {
    losses[(int) (steps % STEPS)] = loss;
    steps++;
  }

  public void clear() {
    steps = 0;
  }

  public OptionalDouble value() {
    return isKnown() ? OptionalDouble.of(score()) : OptionalDouble.empty();
  }

  /** Whether there were steps enough. */
  public boolean isKnown() {
    return steps >= STEPS;
  }

  /** The score as a bare number; means nothing unless it {@link #isKnown}. */
  public double score() {
    spread.clear();
    for (double loss : losses) {
      spread.add(loss);
    }
    return spread.stability();
  }
}
