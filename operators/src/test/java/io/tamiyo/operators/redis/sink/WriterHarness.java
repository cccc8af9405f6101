package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.TestingMetrics;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.function.ThrowingRunnable;

/** Runs a writer without a task; what it puts into the mailbox is kept. */
final class WriterHarness implements AutoCloseable {
  private final TestingMetrics metrics = new TestingMetrics();
  private final List<ThrowingRunnable<? extends Exception>> mails = new CopyOnWriteArrayList<>();
  private final RedisStreamsWriter<String> writer;

  WriterHarness(RedisConnections connections, SinkOptions options) {
    writer =
        new RedisStreamsWriter<>(
            connections, new TextSerializer(), options, metrics, new KeepingMailbox());
  }

  private static final SinkWriterContext CONTEXT = new SinkWriterContext();

  void write(String element) throws IOException, InterruptedException {
    writer.write(element, CONTEXT);
  }

  void flush() throws IOException, InterruptedException {
    writer.flush(false);
  }

  TestingMetrics metrics() {
    return metrics;
  }

  List<ThrowingRunnable<? extends Exception>> mails() {
    return mails;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class SinkWriterContext implements SinkWriter.Context {
    @Override
    public long currentWatermark() {
      return Long.MIN_VALUE;
    }

    @Override
    public Long timestamp() {
      return 0L;
    }
  }

  private final class KeepingMailbox implements MailboxExecutor {
    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String description,
        Object... descriptionArgs) {
      mails.add(command);
    }

    @Override
    public void yield() {}

    @Override
    public boolean tryYield() {
      return false;
    }

    @Override
    public boolean shouldInterrupt() {
      return false;
    }
  }
}
