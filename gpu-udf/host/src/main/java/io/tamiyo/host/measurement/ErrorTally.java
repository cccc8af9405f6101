package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/**
 * The errors of a seed since it germinated.
 *
 * <ul>
 *   <li>error_rate: share of steps in which its chunk held a value that is not finite, 0 to 1;
 *       unknown before the first step.
 *   <li>error_count: those steps, and the failures of the kernel that are its doing; a number,
 *       unknown before the first step or failure.
 * </ul>
 *
 * <p>Sampled in every training forward while the seed is active or fossilized, from the sums that
 * the kernel has taken anyway: a value that is not finite makes its sum so. The steps are those of
 * the layer ({@link ForwardCount}), so a seed costs nothing while all is finite.
 */
public final class ErrorTally {

  private static final long PAUSED = -1;

  private final ForwardCount layer;
  private long before;
  private long since = PAUSED;
  private long notFinite;
  private long failures;

  public ErrorTally(ForwardCount layer) {
    this.layer = layer;
  }

  /** Whether forwards count from the next one on. */
  public void count(boolean counted) {
    before = steps();
    since = counted ? layer.forwards() : PAUSED;
  }

  /** Whether forwards count now. */
  public boolean isCounting() {
    return since != PAUSED;
  }

  /** The chunk held a value in the present forward that is not finite. */
  public void notFinite() {
    notFinite++;
  }

  public void failure() {
    failures++;
  }

  /** Forgets all that there was; whether forwards count stays as it is. */
  public void clear() {
    before = 0;
    since = isCounting() ? layer.forwards() : PAUSED;
    notFinite = 0;
    failures = 0;
  }

  public OptionalDouble rate() {
    return isRateKnown() ? OptionalDouble.of(share()) : OptionalDouble.empty();
  }

  /** Whether there was a step. */
  public boolean isRateKnown() {
    return steps() > 0;
  }

  /** error_rate as a bare number; means nothing unless {@link #isRateKnown}. */
  public double share() {
    return notFinite / (double) steps();
  }

  public OptionalDouble count() {
    return isCountKnown() ? OptionalDouble.of(errors()) : OptionalDouble.empty();
  }

  /** Whether there was a step or a failure. */
  public boolean isCountKnown() {
    return steps() + failures > 0;
  }

  /** error_count as a bare number; means nothing unless {@link #isCountKnown}. */
  public double errors() {
    return (double) (notFinite + failures);
  }

  private long steps() {
    return before + (isCounting() ? layer.forwards() - since : 0);
  }
}
