package io.tamiyo.operators.limits;

import java.io.Serializable;

/**
 * How much may be sent.
 *
 * @param perSecond messages a second of stream time in the long run, in thousandths; 0 for any
 *     number
 * @param burst messages that may come at once after a silence
 */
public record RateLimit(double perSecond, long burst) implements Serializable {

  /** No limit. */
  public static final RateLimit NONE = new RateLimit(0, 1_000);

  static final double MOST_PER_SECOND = 1_000_000;
  static final long MOST_BURST = 1_000_000;

  public RateLimit {
    if (!(perSecond >= 0) || perSecond > MOST_PER_SECOND) {
      throw new IllegalArgumentException(
          "messages per second are not in 0 to 1000000: " + perSecond);
    }
    if (burst < 1 || burst > MOST_BURST) {
      throw new IllegalArgumentException("burst is not in 1 to 1000000: " + burst);
    }
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return perSecond > 0;
  }
}
