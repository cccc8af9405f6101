package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.source.BadEntryPolicy;
import io.tamiyo.operators.redis.source.EntryDeserializer;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.io.Serializable;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes readers.
 *
 * @param group the consumer group that shows how far was read
 * @param idle what to append for silent layers, or null for nothing
 */
public record ReaderFactory<T>(
    RedisConnections connections,
    ReaderOptions options,
    EntryDeserializer<T> deserializer,
    BadEntryPolicy<T> badEntries,
    String group,
    @Nullable IdleOptions idle)
    implements Serializable {

  /** Makes the reader of one subtask. */
  public SourceReader<T, StreamSplit> create(SourceReaderContext context) {
    String name = "reader " + context.getIndexOfSubtask() + " of " + group;
    ReaderMetrics metrics = new ReaderMetrics(context.metricGroup());
    deserializer.open(context.metricGroup());
    ControlLink control = new ControlLink(connections, name);
    Optional<IdleTicker> ticker =
        Optional.ofNullable(idle)
            .map(options -> new IdleTicker(connections, options, metrics.ticks(), name));
    EntryObserver observer = ticker.<EntryObserver>map(it -> it).orElse(EntryObserver.NONE);
    StreamFetcherManager fetchers =
        new StreamFetcherManager(
            () -> new StreamsSplitReader(connections, options, control, observer, name),
            context.getConfiguration(),
            options.keysPerCall());
    return new StreamsSourceReader<>(
        new ReaderParts<>(
            fetchers,
            new EntryEmitter<>(deserializer, badEntries, metrics),
            new CursorPublisher(group, control, metrics),
            control,
            ticker),
        context);
  }
}
