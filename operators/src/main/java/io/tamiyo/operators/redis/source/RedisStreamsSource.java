package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.source.enumerator.EnumeratorOptions;
import io.tamiyo.operators.redis.source.enumerator.EnumeratorState;
import io.tamiyo.operators.redis.source.enumerator.EnumeratorStateSerializer;
import io.tamiyo.operators.redis.source.enumerator.StreamPatterns;
import io.tamiyo.operators.redis.source.enumerator.StreamsEnumerator;
import io.tamiyo.operators.redis.source.reader.ReaderFactory;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import io.tamiyo.operators.redis.source.split.StreamSplitSerializer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads Redis streams. One stream is one split; its position lives in Flink's checkpoints, and
 * Redis only shows it. Each entry is read at least once by the source and exactly once into state.
 */
public final class RedisStreamsSource<T>
    implements Source<T, StreamSplit, EnumeratorState>,
        ResultTypeQueryable<T>,
        SupportsSplitReassignmentOnRecovery {
  private static final long serialVersionUID = 1L;

  private final ReaderFactory<T> readers;
  private final StreamPatterns patterns;
  private final EnumeratorOptions enumeration;

  RedisStreamsSource(
      ReaderFactory<T> readers, StreamPatterns patterns, EnumeratorOptions enumeration) {
    this.readers = readers;
    this.patterns = patterns;
    this.enumeration = enumeration;
  }

  /** Starts describing a source. */
  public static <T> RedisStreamsSourceBuilder<T> builder(
      RedisConnectionOptions redis, EntryDeserializer<T> deserializer) {
    return new RedisStreamsSourceBuilder<>(redis, deserializer);
  }

  @Override
  public Boundedness getBoundedness() {
    return enumeration.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, StreamSplit> createReader(SourceReaderContext context) {
    return readers.create(context);
  }

  @Override
  public SplitEnumerator<StreamSplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<StreamSplit> context) {
    return restoreEnumerator(context, EnumeratorState.EMPTY);
  }

  @Override
  public SplitEnumerator<StreamSplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<StreamSplit> context, EnumeratorState checkpoint) {
    return new StreamsEnumerator(context, readers.connections(), patterns, enumeration, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<StreamSplit> getSplitSerializer() {
    return StreamSplitSerializer.INSTANCE;
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return EnumeratorStateSerializer.INSTANCE;
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return readers.deserializer().getProducedType();
  }
}
