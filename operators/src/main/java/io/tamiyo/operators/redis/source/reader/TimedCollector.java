package io.tamiyo.operators.redis.source.reader;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to the output of a split with one timestamp, and remembers a failure further down,
 * which is none of the deserializer's.
 */
final class TimedCollector<T> implements Collector<T> {
  private @Nullable SourceOutput<T> output;
  private long timestamp;
  private @Nullable RuntimeException downstreamFailure;

  /** Sets where the next records go and their time, in milliseconds since 1970. */
  void to(SourceOutput<T> nextOutput, long nextTimestamp) {
    output = nextOutput;
    timestamp = nextTimestamp;
  }

  /** Whether this is what the output threw. */
  boolean hasFailedWith(Exception failure) {
    return failure == downstreamFailure;
  }

  @Override
  public void collect(T record) {
    if (output == null) {
      throw new IllegalStateException("nothing is being emitted");
    }
    try {
      output.collect(record, timestamp);
    } catch (RuntimeException failure) {
      downstreamFailure = failure;
      throw failure;
    }
  }

  @Override
  public void close() {}
}
