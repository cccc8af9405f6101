package io.tamiyo.operators.config;

import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.StreamId;
import java.util.Map;

/**
 * An entry of the configuration stream on its way to every subtask, or a word about the stream.
 *
 * @param stream the configuration stream
 * @param time the milliseconds of its id, or of the id that the word is about
 * @param ordinal the second part of that id
 * @param fields its fields as they came; none in a word
 * @param kind what it is
 */
public record ConfigEntry(
    String stream, long time, long ordinal, Map<String, byte[]> fields, Kind kind) {

  /** What there is to say of the stream. */
  public enum Kind {
    /** An entry. */
    ENTRY,
    /** The stream was read to the end that it had when the job started, up to this id. */
    CAUGHT_UP,
    /** It is another stream, or an older state of it; what it has behind this id comes now. */
    RECREATED
  }

  /** An entry as it came. */
  public static ConfigEntry of(String stream, long time, long ordinal, Map<String, byte[]> fields) {
    return new ConfigEntry(stream, time, ordinal, fields, Kind.ENTRY);
  }

  /** The marker that everything has been sent that stood in a stream, of which nothing was read. */
  public static ConfigEntry caughtUp(String stream) {
    return caughtUp(stream, StreamId.ZERO);
  }

  /**
   * The marker: everything that stood in the stream at the start has been sent.
   *
   * @param at how far it was read
   */
  public static ConfigEntry caughtUp(String stream, StreamId at) {
    return new ConfigEntry(stream, at.ms(), at.seq(), Map.of(), Kind.CAUGHT_UP);
  }

  /** The marker: the stream is another one than before, and is read from behind this id. */
  public static ConfigEntry recreated(String stream, StreamId after) {
    return new ConfigEntry(stream, after.ms(), after.seq(), Map.of(), Kind.RECREATED);
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
