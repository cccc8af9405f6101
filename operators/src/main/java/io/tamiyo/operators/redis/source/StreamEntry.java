package io.tamiyo.operators.redis.source;

import java.util.Map;

/**
 * One entry of a stream, as it lies in Redis.
 *
 * @param stream the name of the stream
 * @param ms the time part of its id: milliseconds since 1970 by the clock of the Redis server
 * @param seq the number within the millisecond
 * @param fields names and values, unmodifiable, in the order of the entry; the arrays are not
 *     copied
 */
public record StreamEntry(String stream, long ms, long seq, Map<String, byte[]> fields)
    implements StreamElement {

  /** The id as Redis prints it. */
  public String id() {
    return ms + "-" + seq;
  }
}
