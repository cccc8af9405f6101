package io.tamiyo.operators.redis;

import java.nio.charset.StandardCharsets;

/**
 * The id of a stream entry; both parts are unsigned in Redis and fit a signed long in practice.
 *
 * @param ms milliseconds since 1970, by the clock of the Redis server
 * @param seq the number within the millisecond
 */
public record StreamId(long ms, long seq) implements Comparable<StreamId> {

  /** Before every entry. */
  public static final StreamId ZERO = new StreamId(0, 0);

  public StreamId {
    if (ms < 0 || seq < 0) {
      throw new IllegalArgumentException("a stream id has no negative part: " + ms + "-" + seq);
    }
  }

  /** The id after which reading finds every entry of that millisecond and later. */
  public static StreamId before(long ms) {
    return ms <= 0 ? ZERO : new StreamId(ms - 1, Long.MAX_VALUE);
  }

  /**
   * Reads {@code ms-seq} or {@code ms}, which means {@code ms-0}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static StreamId parse(String text) {
    return parse(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** As {@link #parse(String)}, without a String, because every entry read has an id. */
  public static StreamId parse(byte[] text) {
    long ms = 0;
    int i = 0;
    for (; i < text.length && text[i] != '-'; i++) {
      ms = digit(text, i, ms);
    }
    long seq = 0;
    for (int j = i + 1; j < text.length; j++) {
      seq = digit(text, j, seq);
    }
    if (i == 0 || i == text.length - 1) {
      throw malformed(text);
    }
    return new StreamId(ms, seq);
  }

  private static long digit(byte[] text, int at, long before) {
    int digit = text[at] - '0';
    if (digit < 0 || digit > 9) {
      throw malformed(text);
    }
    // An unsigned part beyond the signed range is only ever a bound that someone set by hand.
    long value = before * 10 + digit;
    return before > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value;
  }

  private static IllegalArgumentException malformed(byte[] text) {
    return new IllegalArgumentException(
        "not a stream id: '" + new String(text, StandardCharsets.UTF_8) + "'");
  }

  public boolean isAfter(StreamId other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(StreamId other) {
    int byTime = Long.compare(ms, other.ms);
    return byTime != 0 ? byTime : Long.compare(seq, other.seq);
  }

  @Override
  public String toString() {
    return ms + "-" + seq;
  }
}
