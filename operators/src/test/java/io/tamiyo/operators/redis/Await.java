package io.tamiyo.operators.redis;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, looking again every few milliseconds, for a bounded time. */
public final class Await {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

  private Await() {}

  public static void until(Callable<Boolean> condition) {
    until(DEFAULT_TIMEOUT, condition);
  }

  /**
   * Waits until a condition holds.
   *
   * @throws AssertionError if the condition does not hold in time, or fails
   */
  public static void until(Duration timeout, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not hold within " + timeout);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean holds(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new AssertionError("the condition failed", failed);
    }
  }
}
