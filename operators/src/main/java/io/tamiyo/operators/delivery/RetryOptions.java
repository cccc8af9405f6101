package io.tamiyo.operators.delivery;

import java.io.Serializable;
import java.time.Duration;

/**
 * How dead letters are tried again whose cause passes by itself.
 *
 * @param attempts after which a letter is left to people; 0 leaves all to them
 * @param firstWait what the first attempt waits for after the failure; each one after waits twice
 *     as long
 */
public record RetryOptions(int attempts, Duration firstWait) implements Serializable {

  /** What fails so often, after waits that double, does not pass by itself. */
  public static final int MOST_ATTEMPTS = 10;

  /** By default letters are kept no longer, so that a longer wait would end with none there. */
  public static final Duration LONGEST_WAIT = Duration.ofHours(24);

  /** Three attempts, after 10, 20 and 40 s. */
  public static final RetryOptions DEFAULTS = new RetryOptions(3, Duration.ofSeconds(10));

  public RetryOptions {
    if (attempts < 0 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts is " + attempts + "; expected 0 to " + MOST_ATTEMPTS);
    }
    if (firstWait.toMillis() < 1) {
      throw new IllegalArgumentException("firstWait is " + firstWait + "; expected at least 1 ms");
    }
    if (isTooLong(attempts, firstWait)) {
      throw new IllegalArgumentException(
          "firstWait is "
              + firstWait
              + ", so that attempt "
              + Math.max(1, attempts)
              + " would wait for more than "
              + LONGEST_WAIT.toHours()
              + " h");
    }
  }

  private static boolean isTooLong(int attempts, Duration firstWait) {
    return firstWait.compareTo(LONGEST_WAIT) > 0
        || firstWait.multipliedBy(1L << Math.max(0, attempts - 1)).compareTo(LONGEST_WAIT) > 0;
  }

  /** Whether anything is tried again. */
  public boolean areOn() {
    return attempts > 0;
  }
}
