package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to cut off which stream; a pure function of what was measured.
 *
 * <p>Age comes first. If the streams together then still exceed their bound, each gives up the same
 * part of the span of time that it covers, which evens out over a few rounds whatever the rates
 * are. Neither goes past what was read, until the streams exceed their bound {@code forceAt} times.
 */
final class RetentionPlan {
  private RetentionPlan() {}

  /**
   * What was measured of a stream.
   *
   * @param bytes the memory that it takes
   * @param first the id of its first entry
   * @param last the id of its last entry
   * @param read the published cursor: entries after it were not read, or are not known to be
   */
  record Usage(String stream, long bytes, StreamId first, StreamId last, StreamId read) {}

  /**
   * A cut.
   *
   * @param keepFrom entries with lesser ids go
   * @param forced whether entries that were not read may go
   */
  record Cut(String stream, StreamId keepFrom, boolean forced) {}

  /**
   * Decides.
   *
   * @param nowMs the clock of the server
   * @param bound the bytes that all streams together may take
   */
  static List<Cut> decide(List<Usage> streams, long nowMs, long bound, RetentionOptions options) {
    long total = streams.stream().mapToLong(Usage::bytes).sum();
    double excess = excess(total, bound);
    boolean forced = total > bound * options.forceAt();
    StreamId oldest = new StreamId(Math.max(0, nowMs - options.maxAge().toMillis()), 0);
    List<Cut> cuts = new ArrayList<>();
    for (Usage stream : streams) {
      StreamId byBytes = atShare(stream, excess);
      StreamId wanted = byBytes.isAfter(oldest) ? byBytes : oldest;
      cut(stream, wanted, forced && byBytes.isAfter(stream.read())).ifPresent(cuts::add);
    }
    return cuts;
  }

  /**
   * Decides for a stream that is not read.
   *
   * @param nowMs the clock of the server
   */
  static Optional<Cut> decide(Usage stream, long nowMs, StreamBound bound) {
    double excess = excess(stream.bytes(), bound.maxBytes());
    StreamId oldest = new StreamId(Math.max(0, nowMs - bound.maxAge().toMillis()), 0);
    StreamId byBytes = atShare(stream, excess);
    StreamId keepFrom = byBytes.isAfter(oldest) ? byBytes : oldest;
    return keepFrom.isAfter(stream.first())
        ? Optional.of(new Cut(stream.stream(), keepFrom, false))
        : Optional.empty();
  }

  /** The share that is too much. */
  private static double excess(long bytes, long bound) {
    return bytes <= bound ? 0 : 1 - (double) bound / bytes;
  }

  private static Optional<Cut> cut(Usage stream, StreamId wanted, boolean forced) {
    boolean unread = wanted.isAfter(stream.read());
    StreamId keepFrom = unread && !forced ? stream.read() : wanted;
    return keepFrom.isAfter(stream.first())
        ? Optional.of(new Cut(stream.stream(), keepFrom, unread && forced))
        : Optional.empty();
  }

  /** The id at a share of the span of time that the stream covers. */
  private static StreamId atShare(Usage stream, double share) {
    if (share <= 0) {
      return StreamId.ZERO;
    }
    long span = stream.last().ms() - stream.first().ms() + 1;
    return new StreamId(stream.first().ms() + (long) Math.ceil(span * share), 0);
  }
}
