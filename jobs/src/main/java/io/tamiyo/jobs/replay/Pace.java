package io.tamiyo.jobs.replay;

import java.util.concurrent.TimeUnit;

/**
 * How fast the past goes by.
 *
 * @param speed times real time; infinite for as fast as it goes
 */
record Pace(double speed) {

  private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** As fast as it goes. */
  static final Pace MAX = new Pace(Double.POSITIVE_INFINITY);

  Pace {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("the speed is not positive: " + speed);
    }
  }

  /**
   * {@code max}, or a factor such as 1, 20 or 0.5.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Pace parse(String text) {
    return "max".equals(text) ? MAX : new Pace(Double.parseDouble(text));
  }

  /**
   * How long an entry has to wait, nanoseconds; not positive if it is due.
   *
   * @param past milliseconds from the first entry to this one
   * @param passed nanoseconds since the first one was sent
   */
  long nanosUntilDue(long past, long passed) {
    return (long) (past * NANOS_PER_MILLI / speed) - passed;
  }
}
