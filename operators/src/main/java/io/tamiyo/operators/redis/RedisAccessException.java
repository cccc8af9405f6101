package io.tamiyo.operators.redis;

import java.io.IOException;

/** Redis cannot be used; the message is one line that says why and what to do. */
public final class RedisAccessException extends IOException {
  private static final long serialVersionUID = 1L;

  private final RedisFailure failure;

  RedisAccessException(RedisFailure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /**
   * Describes a failure at an address in one line.
   *
   * @param doing what was tried, as in "reading kasmina.inbound.layer-1"
   */
  public static RedisAccessException of(RedisAddress address, String doing, Throwable cause) {
    RedisFailure failure = RedisFailure.classify(cause);
    return new RedisAccessException(failure, line(address, doing, failure, cause), cause);
  }

  private static String line(
      RedisAddress address, String doing, RedisFailure failure, Throwable cause) {
    String what =
        switch (failure) {
          case IO -> "does not answer";
          case NOAUTH -> "asks for a password";
          case WRONGPASS -> "refuses the password";
          case NOPERM -> "forbids a command";
          default -> "refuses a command";
        };
    return "Redis at %s %s while %s (%s): %s"
        .formatted(address, what, doing, innermost(cause), failure.remedy());
  }

  private static String innermost(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (deepest.getSuppressed().length > 0) {
      deepest = deepest.getSuppressed()[0];
    }
    String message = deepest.getMessage();
    return message == null
        ? deepest.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** What kind of failure it is. */
  public RedisFailure failure() {
    return failure;
  }
}
