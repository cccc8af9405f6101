package io.tamiyo.operators.redis.source.enumerator;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the streams that are read may get.
 *
 * @param maxAge entries older than this are cut off, once they were read
 * @param shareOfMaxMemory the part of {@code maxmemory} that all these streams together may take
 * @param maxBytes what they may take where the server has no {@code maxmemory}
 * @param forceAt how many times their bound they may take before entries that were not read are cut
 *     off too, which then shows as a gap
 * @param every how often to look
 * @param others streams that are not read, each with a bound of its own
 */
public record RetentionOptions(
    Duration maxAge,
    double shareOfMaxMemory,
    long maxBytes,
    double forceAt,
    Duration every,
    List<StreamBound> others)
    implements Serializable {

  public static final RetentionOptions DEFAULT =
      new RetentionOptions(Duration.ofMinutes(10), 0.5, 96L << 20, 1.5, Duration.ofSeconds(1));

  public RetentionOptions {
    if (maxAge.toMillis() < 1 || every.toMillis() < 1) {
      throw new IllegalArgumentException(
          "maxAge and every must be at least 1 ms, not " + maxAge + " and " + every);
    }
    if (!(shareOfMaxMemory > 0 && shareOfMaxMemory <= 1)) {
      throw new IllegalArgumentException(
          "shareOfMaxMemory must be above 0 and at most 1, not " + shareOfMaxMemory);
    }
    if (maxBytes < 1 || !(forceAt >= 1)) {
      throw new IllegalArgumentException(
          "maxBytes must be positive and forceAt at least 1, not " + maxBytes + ", " + forceAt);
    }
    others = List.copyOf(others);
  }

  /** Bounds of the streams that are read, and of no others. */
  public RetentionOptions(
      Duration maxAge, double shareOfMaxMemory, long maxBytes, double forceAt, Duration every) {
    this(maxAge, shareOfMaxMemory, maxBytes, forceAt, every, List.of());
  }

  /** The same, and a bound of one more stream that is not read. */
  public RetentionOptions with(StreamBound other) {
    List<StreamBound> all = new ArrayList<>(others);
    all.add(other);
    return new RetentionOptions(maxAge, shareOfMaxMemory, maxBytes, forceAt, every, all);
  }

  /** The bytes that all streams together may take, given the server's maxmemory (0: none). */
  public long bound(long maxMemory) {
    return maxMemory > 0 ? (long) (maxMemory * shareOfMaxMemory) : maxBytes;
  }
}
