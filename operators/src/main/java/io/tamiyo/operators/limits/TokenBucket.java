package io.tamiyo.operators.limits;

/**
 * What may be sent still: a bucket that fills at a constant rate up to its size, and out of which
 * each message takes a token. Whole numbers, so that the same entries are always judged in the same
 * way; rates are exact to a thousandth of a message a second.
 *
 * <p>An entry that holds more messages than the bucket's size passes out of a full bucket and
 * leaves a debt; otherwise it would never pass.
 *
 * @param millionths of tokens; below 0 is a debt
 * @param atMs the stream's time for which that holds; it never goes back
 */
public record TokenBucket(long millionths, long atMs) {

  private static final long TOKEN = 1_000_000;

  /** A bucket out of which nothing was taken. */
  static TokenBucket full(RateLimit limit, long nowMs) {
    return new TokenBucket(limit.burst() * TOKEN, nowMs);
  }

  /** The bucket at a later time. An earlier time, of another stream of the layer, adds nothing. */
  TokenBucket at(long nowMs, RateLimit limit) {
    long size = limit.burst() * TOKEN;
    long elapsed = Math.max(0, nowMs - atMs);
    long missing = size - millionths;
    long perMs = perMs(limit);
    long filled = missing <= 0 || elapsed > missing / perMs ? size : millionths + elapsed * perMs;
    return new TokenBucket(Math.min(size, filled), Math.max(atMs, nowMs));
  }

  /** Whether an entry of so many messages may pass; the bucket must be that of now. */
  boolean has(int messages, RateLimit limit) {
    return millionths >= Math.min(messages, limit.burst()) * TOKEN;
  }

  /** The bucket behind an entry of so many messages. */
  TokenBucket without(int messages) {
    return new TokenBucket(millionths - messages * TOKEN, atMs);
  }

  /** Whether the bucket is as one out of which nothing was taken. */
  boolean isFull(RateLimit limit) {
    return millionths >= limit.burst() * TOKEN;
  }

  /** The first time at which an entry of so many messages may pass, if nothing else does before. */
  long passesAt(int messages, RateLimit limit) {
    long missing = Math.min(messages, limit.burst()) * TOKEN - millionths;
    long perMs = perMs(limit);
    return missing <= 0 ? atMs : atMs + (missing + perMs - 1) / perMs;
  }

  /** Millionths a millisecond; at least one, so that a bucket always fills. */
  private static long perMs(RateLimit limit) {
    return Math.max(1, Math.round(limit.perSecond() * 1_000));
  }
}
