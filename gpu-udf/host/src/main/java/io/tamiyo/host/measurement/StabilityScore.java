package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/**
 * stability_score: {@code 1 − min(1, std / mean)} of the loss over the last {@value #STEPS} steps,
 * with the standard deviation of the population; no unit, 1 is steady, 0 is as unsteady as it gets.
 * Unknown until the seed has been grafted for as many steps. A loss that is not finite makes it 0
 * for as long as it is among the last.
 *
 * <p>The losses are those of the layer ({@link LossHistory}), so it costs nothing a step and seed.
 */
public final class StabilityScore {

  public static final int STEPS = LossHistory.KEPT;

  private static final long NEVER = -1;

  private final LossHistory losses;
  private long since = NEVER;

  public StabilityScore(LossHistory losses) {
    this.losses = losses;
  }

  /** Losses count from the next step on. */
  public void begin() {
    since = losses.steps();
  }

  /** They no longer count. */
  public void clear() {
    since = NEVER;
  }

  public OptionalDouble value() {
    return isKnown() ? OptionalDouble.of(score()) : OptionalDouble.empty();
  }

  /** Whether there were steps enough. */
  public boolean isKnown() {
    return since != NEVER && losses.steps() - since >= STEPS;
  }

  /** The score as a bare number; means nothing unless it {@link #isKnown}. */
  public double score() {
    return losses.stability();
  }
}
