package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.Await;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.TestingMetrics;
import io.tamiyo.operators.redis.source.BadEntryPolicy;
import io.tamiyo.operators.redis.source.GapPolicy;
import io.tamiyo.operators.redis.source.TextDeserializer;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Runs a reader as a task does, and collects what it emits. */
final class ReaderHarness implements AutoCloseable, ReaderOutput<String> {
  private final TestingReaderContext context = new TestingReaderContext();
  private final SourceReader<String, StreamSplit> reader;
  private final List<String> emitted = new ArrayList<>();
  private final List<Long> timestamps = new ArrayList<>();

  private ReaderHarness(ReaderFactory<String> factory) {
    this.reader = factory.create(context);
    reader.start();
  }

  /** Options under which a test sees gaps without waiting for seconds. */
  static ReaderOptions options(GapPolicy policy) {
    return new ReaderOptions(Duration.ofMillis(200), 1 << 20, 64, Duration.ofMillis(20), policy);
  }

  static ReaderHarness open(RedisConnections connections) {
    return open(connections, options(GapPolicy.REPORT));
  }

  static ReaderHarness open(RedisConnections connections, ReaderOptions options) {
    return open(connections, options, BadEntryPolicy.fail(), null);
  }

  static ReaderHarness open(
      RedisConnections connections,
      ReaderOptions options,
      BadEntryPolicy<String> badEntries,
      @Nullable IdleOptions idle) {
    return new ReaderHarness(
        new ReaderFactory<>(
            connections, options, new TextDeserializer(), badEntries, "tamiyo", idle));
  }

  /** Gives the reader streams that nothing was read of. */
  ReaderHarness read(String... streams) {
    reader.addSplits(
        Stream.of(streams).map(stream -> StreamSplit.unbounded(stream, ReadPosition.NEW)).toList());
    return this;
  }

  ReaderHarness restore(List<StreamSplit> splits) {
    reader.addSplits(splits);
    return this;
  }

  void noMoreSplits() {
    reader.notifyNoMoreSplits();
  }

  /** Emits what there is to be emitted now. */
  InputStatus poll() {
    try {
      InputStatus status = reader.pollNext(this);
      while (status == InputStatus.MORE_AVAILABLE) {
        status = reader.pollNext(this);
      }
      return status;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Goes on until at least that many records were emitted in all. */
  List<String> await(int records) {
    Await.until(
        () -> {
          poll();
          return emitted.size() >= records;
        });
    return emitted;
  }

  /** Goes on until a record was emitted. */
  List<String> await(String record) {
    Await.until(
        () -> {
          poll();
          return emitted.contains(record);
        });
    return emitted;
  }

  List<String> emitted() {
    return emitted;
  }

  List<Long> timestamps() {
    return timestamps;
  }

  TestingMetrics metrics() {
    return context.metrics();
  }

  List<StreamSplit> checkpoint(long id) {
    return reader.snapshotState(id);
  }

  void complete(long id) throws Exception {
    reader.notifyCheckpointComplete(id);
  }

  @Override
  public void close() throws java.io.IOException {
    try {
      reader.close();
    } catch (Exception failure) {
      throw new java.io.IOException(failure);
    }
  }

  @Override
  public void collect(String record) {
    throw new AssertionError("a record without a timestamp: " + record);
  }

  @Override
  public void collect(String record, long timestamp) {
    emitted.add(record);
    timestamps.add(timestamp);
  }

  @Override
  public void emitWatermark(Watermark watermark) {}

  @Override
  public void markIdle() {}

  @Override
  public void markActive() {}

  @Override
  public SourceOutput<String> createOutputForSplit(String splitId) {
    return this;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {}
}
