package io.tamiyo.operators.redis.source.split;

import io.tamiyo.operators.redis.StreamId;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * One stream with the position from which to read it.
 *
 * @param stream its name, which is the split's id too
 * @param position where to read on
 * @param server the run id of the server on which {@code position} was last seen, empty before that
 * @param stopAt the last id to read, or null to read without end
 */
public record StreamSplit(
    String stream, ReadPosition position, String server, @Nullable StreamId stopAt)
    implements SourceSplit {

  /** A stream that nothing was read of yet, to be read without end. */
  public static StreamSplit unbounded(String stream, ReadPosition position) {
    return new StreamSplit(stream, position, "", null);
  }

  @Override
  public String splitId() {
    return stream;
  }
}
