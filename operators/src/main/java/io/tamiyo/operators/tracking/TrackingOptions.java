package io.tamiyo.operators.tracking;

import java.io.Serializable;

/**
 * How commands are sent.
 *
 * @param maxInFlight commands of a layer that wait for their acknowledgement at once
 * @param retryAfterMs stream time without an acknowledgement after which a command is appended
 *     again; a command's own timeout_ms holds when it is longer
 * @param maxAttempts times that a command is appended before it is given up with an alert
 */
public record TrackingOptions(int maxInFlight, long retryAfterMs, int maxAttempts)
    implements Serializable {

  /** The documents' values. */
  public static final TrackingOptions DEFAULTS = new TrackingOptions(10, 5_000, 10);

  public TrackingOptions {
    if (maxInFlight <= 0) {
      throw new IllegalArgumentException("maxInFlight is not positive: " + maxInFlight);
    }
    if (retryAfterMs <= 0) {
      throw new IllegalArgumentException("retryAfterMs is not positive: " + retryAfterMs);
    }
    if (maxAttempts <= 0) {
      throw new IllegalArgumentException("maxAttempts is not positive: " + maxAttempts);
    }
  }
}
