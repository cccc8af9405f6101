package io.tamiyo.operators.aggregation;

import java.io.Serializable;

/**
 * How health reports are summed up.
 *
 * @param windowMs stream time that one aggregate sums up, milliseconds; 0: nothing is summed up
 */
public record AggregationOptions(long windowMs) implements Serializable {

  /** Beyond it a sum tells little, and a sketch has values of very different times. */
  public static final long MAX_WINDOW_MS = 3_600_000;

  /** The documents' value. */
  public static final AggregationOptions DEFAULTS = new AggregationOptions(10_000);

  public AggregationOptions {
    if (windowMs < 0 || windowMs > MAX_WINDOW_MS) {
      throw new IllegalArgumentException(
          "windowMs is not in 0 to " + MAX_WINDOW_MS + ": " + windowMs);
    }
  }
}
