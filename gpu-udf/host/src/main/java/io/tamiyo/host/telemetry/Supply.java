package io.tamiyo.host.telemetry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent next: gap events, urgent messages, and then reports, first those on disk.
 * Belongs to the publisher's thread.
 */
final class Supply {

  private final Outbox outbox;
  private final @Nullable ReportSpool spool;
  private final Pace pace;

  Supply(Outbox outbox, @Nullable ReportSpool spool, Pace pace) {
    this.outbox = outbox;
    this.spool = spool;
    this.pace = pace;
  }

  /** Redis is back: from now on what has waited leaves steadily. */
  void onReturn() {
    pace.begin();
  }

  /**
   * What comes next; null when nothing is due.
   *
   * @param flush whether reports are due before their window has passed
   */
  @Nullable Sendable next(boolean flush) {
    Sendable urgent = outbox.pollUrgent();
    if (urgent != null) {
      return urgent;
    }
    if (pace.nanosToWait() > 0) {
      return null;
    }
    Sendable reports = reports(flush);
    if (reports != null) {
      pace.took(reports.count());
    }
    return reports;
  }

  private @Nullable Sendable reports(boolean flush) {
    if (spool != null && outbox.isDiskFirst()) {
      long spills = outbox.spills();
      Sendable oldest = spool.next();
      if (oldest != null) {
        return oldest;
      }
      outbox.diskFoundEmpty(spills);
    }
    Sendable reports = outbox.pollReports(flush);
    if (reports == null && !outbox.isDiskFirst()) {
      pace.end();
    }
    return reports;
  }

  /**
   * Entries were sent and answered.
   *
   * @param largest reports in the largest of them
   * @param nanos until the answer
   */
  void sent(int largest, long nanos) {
    outbox.sent(largest, nanos);
  }

  /** Waits until something is due, but at most for a time. */
  void await(Duration atMost) throws InterruptedException {
    outbox.awaitDue(atMost, pace.nanosToWait());
  }

  boolean isEmpty() {
    return outbox.isEmpty() && (spool == null || spool.isDrained());
  }
}
