package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Whether a dead letter may be processed when it is tried again, and when that is worth while. */
public enum RetryPolicy {
  /** The same bytes fail in the same way for ever. */
  NEVER,
  /** Another release may take it, or it may have passed: people know, and replay it by hand. */
  BY_HAND,
  /** The cause passes by itself: tried again after a wait that doubles, a few times. */
  BY_ITSELF {
    @Override
    public Optional<Duration> waitBefore(int attempts, RetryOptions options) {
      return attempts < options.attempts()
          ? Optional.of(options.firstWait().multipliedBy(1L << attempts))
          : Optional.empty();
    }
  };

  /**
   * How long after its last failure it is tried again without being asked; empty when it is not.
   *
   * @param attempts how often it was tried again so far
   */
  public Optional<Duration> waitBefore(int attempts, RetryOptions options) {
    return Optional.empty();
  }

  /** Whether trying again can help at all. */
  public boolean mayHelp() {
    return this != NEVER;
  }

  /**
   * The policy of a cause, as dead letters name it.
   *
   * @param reason in lower case; one that this release does not know is for people to judge
   */
  public static RetryPolicy of(String reason) {
    for (Reason known : Reason.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(reason)) {
        return of(known);
      }
    }
    return BY_HAND;
  }

  /** The policy of a cause. */
  public static RetryPolicy of(Reason reason) {
    return switch (reason) {
      case MISSING_FIELD,
          INVALID_FIELD,
          CORRUPT_COMPRESSION,
          MALFORMED_PAYLOAD,
          INVALID_MESSAGE,
          NOT_FINITE,
          LOST_CLAIM_CHECK ->
          NEVER;
      case TOO_LARGE, UNKNOWN_TYPE, UNKNOWN_VERSION, RETRY_IN_DOUBT, OPERATOR_FAILED -> BY_HAND;
      case RATE_LIMITED -> BY_ITSELF;
    };
  }
}
