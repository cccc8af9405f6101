package io.tamiyo.jobs.demo;

import java.util.OptionalLong;

/**
 * Counts of whole milliseconds; what is longer than a minute counts as a minute. Constant memory.
 */
final class LatencyHistogram {

  private static final int LONGEST_MS = 60_000;

  private final long[] counts = new long[LONGEST_MS + 1];
  private long total;

  /** Counts one latency; a negative one, which ids of one Redis can't give, counts as 0. */
  void add(long millis) {
    counts[(int) Math.max(0, Math.min(LONGEST_MS, millis))]++;
    total++;
  }

  /**
   * The least latency, in milliseconds, that at least this share of all is within; empty when none
   * was counted.
   */
  OptionalLong quantile(double share) {
    if (total == 0) {
      return OptionalLong.empty();
    }
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    int millis = -1;
    while (seen < rank) {
      millis++;
      seen += counts[millis];
    }
    return OptionalLong.of(millis);
  }
}
