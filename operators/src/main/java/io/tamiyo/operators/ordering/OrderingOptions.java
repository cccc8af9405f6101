package io.tamiyo.operators.ordering;

import java.io.Serializable;

/**
 * In which order messages go on, and how long one waits for its predecessors.
 *
 * @param strategy the order
 * @param window how far ahead of the next expected sequence a message may be and still be held
 * @param maxPending messages held per layer; beyond it the oldest gap is given up
 * @param timeoutMs stream time after which a gap is given up
 */
public record OrderingOptions(OrderingStrategy strategy, int window, int maxPending, long timeoutMs)
    implements Serializable {

  /** The documents' values. */
  public static final OrderingOptions DEFAULTS = new OrderingOptions(100, 10_000, 5_000);

  public OrderingOptions {
    if (window <= 0) {
      throw new IllegalArgumentException("window is not positive: " + window);
    }
    if (maxPending < window) {
      throw new IllegalArgumentException(
          "maxPending is below window: " + maxPending + " < " + window);
    }
    if (timeoutMs <= 0) {
      throw new IllegalArgumentException("timeoutMs is not positive: " + timeoutMs);
    }
  }

  /** Orders by producer. */
  public OrderingOptions(int window, int maxPending, long timeoutMs) {
    this(OrderingStrategy.PARTITION, window, maxPending, timeoutMs);
  }
}
