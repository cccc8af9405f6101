package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisConnections;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The writer of one subtask; a checkpoint passes it when Redis has everything before it. */
final class RedisStreamsWriter<T> implements SinkWriter<T> {
  private final EntrySerializer<T> serializer;
  private final AppendQueue queue;
  private final StreamAppender appender;
  private final Thread thread;
  private final AtomicLong flushMillis = new AtomicLong();

  RedisStreamsWriter(
      RedisConnections connections,
      EntrySerializer<T> serializer,
      SinkOptions options,
      MetricGroup operator,
      MailboxExecutor mailbox) {
    this.serializer = serializer;
    this.queue = new AppendQueue(options);
    MetricGroup metrics = operator.addGroup("redis");
    this.appender =
        new StreamAppender(
            connections,
            queue,
            metrics.counter("appended"),
            metrics.counter("retries"),
            new RefusedStreams(serializer::instead, metrics.counter("refused")),
            failure -> mailbox.execute(() -> failTask(failure), "the sink failed"));
    metrics.gauge("queueDepth", (Gauge<Integer>) queue::depth);
    metrics.gauge("lastFlushMillis", (Gauge<Long>) flushMillis::get);
    this.thread = new Thread(appender, "redis-sink");
    thread.setDaemon(true);
    thread.start();
  }

  /** A job that has nothing to write must hear of a failure too. */
  private static void failTask(Exception failure) throws IOException {
    throw new IOException(failure.getMessage(), failure);
  }

  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    queue.put(serializer.serialize(element));
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    long before = System.nanoTime();
    queue.awaitAcknowledged();
    flushMillis.set((System.nanoTime() - before) / 1_000_000);
  }

  @Override
  public void close() throws IOException {
    appender.close();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the sink's thread came to its end", interrupted);
    }
  }
}
