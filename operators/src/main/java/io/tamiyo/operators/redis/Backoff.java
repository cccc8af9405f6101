package io.tamiyo.operators.redis;

import java.io.Serializable;
import java.time.Duration;

/**
 * Waits that double up to a bound, with jitter, so that many clients do not return in step.
 *
 * @param first the longest wait after the first failure
 * @param most the longest wait after any number of failures
 */
public record Backoff(Duration first, Duration most) implements Serializable {

  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));
  private static final int MOST_DOUBLINGS = 20;

  public Backoff {
    if (first.toMillis() < 1 || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first must be at least 1 ms and most at least first, not " + first + " and " + most);
    }
  }

  /**
   * The wait before an attempt, between half of the bound and the bound.
   *
   * @param failures how many attempts failed so far, at least 1
   * @param random a number in [0, 1) that spreads the waits
   */
  public Duration before(int failures, double random) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long bound = Math.min(doubled, most.toMillis());
    return Duration.ofMillis(Math.max(1, Math.round(bound * (0.5 + random / 2))));
  }
}
