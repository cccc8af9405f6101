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
 * the kernel has taken anyway: a value that is not finite makes its sum so. Costs a test of two
 * numbers a feature.
 */
public final class ErrorTally {

  private long steps;
  private long notFinite;
  private long failures;

  public void step(boolean finite) {
    steps++;
    notFinite += finite ? 0 : 1;
  }

  public void failure() {
    failures++;
  }

  public void clear() {
    steps = 0;
    notFinite = 0;
    failures = 0;
  }

  public OptionalDouble rate() {
    return isRateKnown() ? OptionalDouble.of(share()) : OptionalDouble.empty();
  }

  /** Whether there was a step. */
  public boolean isRateKnown() {
    return steps > 0;
  }

  /** error_rate as a bare number; means nothing unless {@link #isRateKnown}. */
  public double share() {
    return notFinite / (double) steps;
  }

  public OptionalDouble count() {
    return isCountKnown() ? OptionalDouble.of(errors()) : OptionalDouble.empty();
  }

  /** Whether there was a step or a failure. */
  public boolean isCountKnown() {
    return steps + failures > 0;
  }

  /** error_count as a bare number; means nothing unless {@link #isCountKnown}. */
  public double errors() {
    return (double) (notFinite + failures);
  }
}
