package io.tamiyo.jobs.replay;

import io.tamiyo.jobs.journal.Journal;
import io.tamiyo.jobs.terminal.Times;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Says once in a second how far a replay is. */
final class ReplayProgress {

  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int WIDTH = 30;
  private static final int PERCENT = 100;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final PrintWriter out;
  private final Journal.Span span;
  private final long start;
  private long said;
  private long first = -1;
  private long last;

  /**
   * @param now {@link System#nanoTime}
   */
  ReplayProgress(PrintWriter out, Journal.Span span, long now) {
    this.out = out;
    this.span = span;
    this.start = now;
    this.said = now;
  }

  /** An entry of a time was replayed. */
  void at(long time, long entries, long now) {
    first = first < 0 ? time : first;
    last = time;
    if (now - said >= EVERY_NANOS) {
      said = now;
      double share = span.share(time);
      int filled = (int) (share * WIDTH);
      out.printf(
          Locale.ROOT,
          "[%s%s] %3d %% · %s · %,d entries%n",
          "#".repeat(filled),
          ".".repeat(WIDTH - filled),
          (int) (share * PERCENT),
          Times.utc(time),
          entries);
      out.flush();
    }
  }

  /** What was replayed in all. */
  String summary(long entries, long now) {
    if (entries == 0) {
      return "nothing was archived, or is in the streams still, from %s to %s"
          .formatted(Times.utc(span.from()), Times.utc(span.to()));
    }
    double seconds = Math.max(1e-3, (now - start) / NANOS_PER_SECOND);
    Duration past = Duration.ofMillis(last - first);
    return String.format(
        Locale.ROOT,
        "replayed %,d entries, %s to %s, in %.1f s: %.0f × real time, %,.0f entries/s",
        entries,
        Times.utc(first),
        Times.utc(last),
        seconds,
        past.toMillis() / MILLIS_PER_SECOND / seconds,
        entries / seconds);
  }
}
