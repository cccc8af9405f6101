package io.tamiyo.operators.limits;

import java.io.Serializable;

/**
 * How much may be sent to a layer.
 *
 * @param producer by each producer
 * @param layer by all of them together
 * @param excess what becomes of the rest
 * @param maxParked messages of a layer that may wait; beyond it they become dead letters
 */
public record LimitOptions(RateLimit producer, RateLimit layer, Excess excess, long maxParked)
    implements Serializable {

  /** Nothing is limited. */
  public static final LimitOptions DEFAULTS =
      new LimitOptions(RateLimit.NONE, RateLimit.NONE, Excess.PARK, 10_000);

  public LimitOptions {
    if (maxParked < 0) {
      throw new IllegalArgumentException("maxParked is negative: " + maxParked);
    }
  }

  /** Whether there is any limit. */
  public boolean isLimited() {
    return producer.isLimited() || layer.isLimited();
  }
}
