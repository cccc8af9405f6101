package io.tamiyo.host.telemetry;

import java.util.function.LongSupplier;

/**
 * How fast reports leave that have waited for Redis: steadily, so that its return is no load of its
 * own. It holds from then until no more wait. Belongs to one thread.
 */
final class Pace {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** What a pause may leave to be made up for. */
  private static final long SLACK_NANOS = 10_000_000;

  private final long nanosPerReport;
  private final LongSupplier nanoTime;
  private boolean holds;
  private long nextNanos;

  /**
   * @param nanoTime a monotone clock
   */
  Pace(int reportsPerSecond, LongSupplier nanoTime) {
    this.nanosPerReport = Math.max(1, NANOS_PER_SECOND / reportsPerSecond);
    this.nanoTime = nanoTime;
  }

  /** Redis is back. */
  void begin() {
    if (!holds) {
      holds = true;
      nextNanos = nanoTime.getAsLong();
    }
  }

  /** Nothing waits any more. */
  void end() {
    holds = false;
  }

  /** Until reports may be sent; 0 for now. */
  long nanosToWait() {
    return holds ? Math.max(0, nextNanos - nanoTime.getAsLong()) : 0;
  }

  /** Notes that reports are sent. */
  void took(int reports) {
    long earliest = nanoTime.getAsLong() - SLACK_NANOS;
    nextNanos = (nextNanos - earliest < 0 ? earliest : nextNanos) + reports * nanosPerReport;
  }
}
