package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Appends records to Redis streams at once, at least once, and in order within each stream. A
 * checkpoint waits until Redis has acknowledged everything before it.
 */
public final class RedisStreamsSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final RedisConnections connections;
  private final EntrySerializer<T> serializer;
  private final SinkOptions options;

  /** A sink that holds as much as {@link SinkOptions#DEFAULT} says. */
  public RedisStreamsSink(RedisConnectionOptions redis, EntrySerializer<T> serializer) {
    this(redis, serializer, SinkOptions.DEFAULT);
  }

  public RedisStreamsSink(
      RedisConnectionOptions redis, EntrySerializer<T> serializer, SinkOptions options) {
    this.connections = new RedisConnections(redis);
    this.serializer = serializer;
    this.options = options;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new RedisStreamsWriter<>(
        connections, serializer, options, context.metricGroup(), context.getMailboxExecutor());
  }
}
