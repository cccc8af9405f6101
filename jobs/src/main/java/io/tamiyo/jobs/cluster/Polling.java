package io.tamiyo.jobs.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, ten times a second. */
final class Polling {
  /** How long a cluster may take for what it has promised. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final long POLL_MILLIS = 100;

  private Polling() {}

  /**
   * Waits for a condition.
   *
   * @param late what to throw when it does not come true in time
   */
  static void until(Duration atMost, BooleanSupplier condition, Supplier<CommandFailure> late) {
    if (!comesTrue(atMost, condition)) {
      throw late.get();
    }
  }

  /** Waits for a condition, and says whether it has come true in time. */
  static boolean comesTrue(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Waits without limit for an answer that will do. */
  static <T> T forResult(Supplier<T> question, Predicate<T> willDo) {
    T answer = question.get();
    while (!willDo.test(answer)) {
      pause();
      answer = question.get();
    }
    return answer;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while waiting", interrupted);
    }
  }
}
