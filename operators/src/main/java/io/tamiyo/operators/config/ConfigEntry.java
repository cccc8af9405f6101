package io.tamiyo.operators.config;

import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.StreamId;
import java.util.Map;

/**
 * An entry of the configuration stream on its way to every subtask, or the word that the stream was
 * read to the end that it had when the job started.
 *
 * @param stream the configuration stream
 * @param time the milliseconds of its id
 * @param ordinal the second part of its id
 * @param fields its fields as they came; none in the marker
 * @param caughtUp whether it is the marker
 */
public record ConfigEntry(
    String stream, long time, long ordinal, Map<String, byte[]> fields, boolean caughtUp) {

  /** An entry as it came. */
  public static ConfigEntry of(String stream, long time, long ordinal, Map<String, byte[]> fields) {
    return new ConfigEntry(stream, time, ordinal, fields, false);
  }

  /** The marker: everything that stood in the stream at the start has been sent. */
  public static ConfigEntry caughtUp(String stream) {
    return new ConfigEntry(stream, 0, 0, Map.of(), true);
  }

  /** The id that Redis gave it. */
  public StreamId id() {
    return new StreamId(time, ordinal);
  }

  /** The entry with its coordinates, of no layer. */
  public InboundEntry entry() {
    return new InboundEntry("", stream, time, ordinal, fields);
  }
}
