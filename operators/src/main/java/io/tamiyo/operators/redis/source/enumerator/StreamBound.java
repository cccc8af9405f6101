package io.tamiyo.operators.redis.source.enumerator;

import java.io.Serializable;
import java.time.Duration;

/**
 * A stream that the source does not read but keeps short, since nobody else does: what people look
 * at, such as dead letters.
 *
 * @param stream its name; it may be missing
 * @param maxAge entries older than this are cut off
 * @param maxBytes memory that it may take; beyond it the oldest entries are cut off
 */
public record StreamBound(String stream, Duration maxAge, long maxBytes) implements Serializable {

  public StreamBound {
    if (maxAge.toMillis() < 1) {
      throw new IllegalArgumentException("maxAge must be at least 1 ms, not " + maxAge);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
    }
  }
}
