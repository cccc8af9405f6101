package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/**
 * final_stability: as {@link StabilityScore}, over all steps since the seed entered FINE_TUNING; no
 * unit, 0 to 1. Unknown before {@value StabilityScore#STEPS} steps, since two equal losses would
 * pass for perfect stability.
 *
 * <p>Sampled at every step in FINE_TUNING; costs a dozen operations a step, whatever their number.
 */
public final class FinalStability {

  private final LossSpread spread = new LossSpread();

  public void add(double loss) {
    spread.add(loss);
  }

  public void clear() {
    spread.clear();
  }

  public OptionalDouble value() {
    return isKnown() ? OptionalDouble.of(score()) : OptionalDouble.empty();
  }

  /** Whether there were steps enough. */
  public boolean isKnown() {
    return spread.count() >= StabilityScore.STEPS;
  }

  /** The score as a bare number; means nothing unless it {@link #isKnown}. */
  public double score() {
    return spread.stability();
  }
}
