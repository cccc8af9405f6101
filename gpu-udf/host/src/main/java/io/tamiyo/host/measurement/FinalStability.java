package io.tamiyo.host.measurement;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * final_stability: as {@link StabilityScore}, over all steps since the seed entered FINE_TUNING; no
 * unit, 0 to 1. Unknown before {@value StabilityScore#STEPS} steps, since two equal losses would
 * pass for perfect stability.
 *
 * <p>Costs a dozen operations a step, whatever the number of steps, and of seeds that entered in
 * one step.
 */
public final class FinalStability {

  private final LossHistory losses;
  private @Nullable LossSpread spread;

  public FinalStability(LossHistory losses) {
    this.losses = losses;
  }

  /** Losses count from the next step on. */
  public void begin() {
    spread = losses.fromNowOn();
  }

  /** They no longer count. */
  public void clear() {
    spread = null;
  }

  /** What is read; the history must go on feeding it. */
  public @Nullable LossSpread spread() {
    return spread;
  }

  public OptionalDouble value() {
    return isKnown() ? OptionalDouble.of(score()) : OptionalDouble.empty();
  }

  /** Whether there were steps enough. */
  public boolean isKnown() {
    return spread != null && spread.count() >= StabilityScore.STEPS;
  }

  /** The score as a bare number; means nothing unless it {@link #isKnown}. */
  public double score() {
    return spread == null ? 0 : spread.stability();
  }
}
