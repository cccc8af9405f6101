package io.tamiyo.operators.redis.sink;

import java.io.Serializable;

/**
 * How much of a stream an append may cut off, about: Redis cuts only whole blocks of entries.
 *
 * @param kind what the bound is
 * @param bound entries to keep, or the time in milliseconds since 1970 before which to cut
 */
public record StreamTrim(Kind kind, long bound) implements Serializable {

  /** What the bound of a trim is. */
  public enum Kind {
    /** Keep the newest entries. */
    MAXLEN,
    /** Keep what is not older than an id. */
    MINID
  }

  public StreamTrim {
    if (bound < 0) {
      throw new IllegalArgumentException("bound must not be negative, not " + bound);
    }
  }

  /** Keeps about the newest {@code entries}. */
  public static StreamTrim maxLength(long entries) {
    return new StreamTrim(Kind.MAXLEN, entries);
  }

  /** Keeps about what was added since a time, in milliseconds since 1970. */
  public static StreamTrim since(long ms) {
    return new StreamTrim(Kind.MINID, ms);
  }
}
