package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import java.io.Serializable;
import java.util.Map;

/**
 * Where reading starts, for the streams found when the job starts without a checkpoint. Streams
 * that are found later are new, and read from their beginning.
 */
@FunctionalInterface
public interface StartPosition extends Serializable {

  /** The position for a stream, given what it is at the start. */
  ReadPosition in(String stream, StreamInfo info);

  /** Before the first entry that is still there. */
  static StartPosition earliest() {
    return (stream, info) -> info.exists() ? ReadPosition.start(info.removed()) : ReadPosition.NEW;
  }

  /** After the last entry. */
  static StartPosition latest() {
    return (stream, info) ->
        new ReadPosition(
            info.lastGenerated(), info.entriesAdded(), info.lastGenerated().equals(info.last()));
  }

  /** At the first entry of a time, in milliseconds since 1970 by the clock of Redis. */
  static StartPosition timestamp(long ms) {
    return (stream, info) -> ReadPosition.after(StreamId.before(ms));
  }

  /** After given ids; streams that are not named are read from their beginning. */
  static StartPosition after(Map<String, String> idOfStream) {
    idOfStream.values().forEach(StreamId::parse);
    Map<String, String> ids = Map.copyOf(idOfStream);
    return (stream, info) -> {
      String id = ids.get(stream);
      return id == null ? earliest().in(stream, info) : ReadPosition.after(StreamId.parse(id));
    };
  }
}
