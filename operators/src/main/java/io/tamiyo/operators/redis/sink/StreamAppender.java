package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisAvailability;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The writer's thread: takes what waits, sends it in one go and waits for the answers. What Redis
 * refuses for the moment is sent again before anything newer, so that each stream keeps its order;
 * after a broken connection some entries may be appended twice, none is lost. What {@link
 * RefusedStreams} knows something to append instead of goes there.
 */
final class StreamAppender implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamAppender.class);

  private final RedisConnections connections;
  private final AppendQueue queue;
  private final Counter appended;
  private final Counter retries;
  private final RefusedStreams refusals;
  private final Consumer<Exception> onFailure;
  private final RedisAvailability availability;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable RedisConnection connection;

  StreamAppender(
      RedisConnections connections,
      AppendQueue queue,
      Counter appended,
      Counter retries,
      RefusedStreams refusals,
      Consumer<Exception> onFailure) {
    this.connections = connections;
    this.queue = queue;
    this.appended = appended;
    this.retries = retries;
    this.refusals = refusals;
    this.onFailure = onFailure;
    this.availability = new RedisAvailability(LOG, "the sink", connections.options().backoff());
  }

  @Override
  public void run() {
    try {
      List<StreamAppend> batch = queue.take();
      while (!batch.isEmpty()) {
        append(batch);
        batch = queue.take();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RedisAccessException | RuntimeException failure) {
      queue.fail(failure);
      onFailure.accept(failure);
    } finally {
      disconnect();
    }
  }

  /** Goes on until Redis has the batch, unless it refuses it for good or the writer is closed. */
  private void append(List<StreamAppend> batch) throws RedisAccessException, InterruptedException {
    Deque<StreamBatch> left = byStream(batch);
    while (!left.isEmpty() && closed.getCount() > 0) {
      try {
        attempt(left);
      } catch (JedisException | RedisAccessException failure) {
        disconnect();
        pauseOrFail(failure, left);
      }
    }
  }

  private static Deque<StreamBatch> byStream(List<StreamAppend> batch) {
    Map<String, StreamBatch> byStream = new LinkedHashMap<>();
    for (StreamAppend append : batch) {
      byStream.computeIfAbsent(append.stream(), stream -> StreamBatch.empty()).add(append);
    }
    return new ArrayDeque<>(byStream.values());
  }

  /** Sends everything, and takes out what Redis has; what it refuses for the moment stays. */
  private void attempt(Deque<StreamBatch> left) throws RedisAccessException, InterruptedException {
    RedisConnection open = connected();
    for (StreamBatch batch : left) {
      batch.sendTo(open);
    }
    JedisDataException refusal = null;
    for (int unanswered = left.size(); unanswered > 0; unanswered--) {
      JedisDataException answer = left.element().receive(open);
      StreamBatch batch = left.remove();
      if (answer == null) {
        queue.acknowledge(batch.queued());
        appended.inc(batch.appends().size());
        continue;
      }
      StreamBatch instead = refusals.instead(batch, answer);
      left.add(instead == null ? batch : instead);
      refusal = instead == null ? graver(refusal, answer) : refusal;
    }
    if (refusal == null) {
      availability.succeeded();
    } else {
      pauseOrFail(refusal, left);
    }
  }

  private static JedisDataException graver(
      @Nullable JedisDataException one, JedisDataException other) {
    return one == null || RedisFailure.classify(one).retryable() ? other : one;
  }

  private void pauseOrFail(Exception failure, Collection<StreamBatch> left)
      throws RedisAccessException, InterruptedException {
    if (!RedisFailure.classify(failure).retryable()) {
      List<String> streams = left.stream().map(it -> it.appends().get(0).stream()).toList();
      throw RedisAccessException.of(
          connections.address(), "appending to " + String.join(", ", streams), failure);
    }
    retries.inc();
    Duration wait = availability.failed(failure);
    if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("closed while Redis was away");
    }
  }

  private RedisConnection connected() throws RedisAccessException {
    RedisConnection open = connection;
    if (open == null) {
      open = connections.open();
      connection = open;
    }
    return open;
  }

  private void disconnect() {
    RedisConnection open = connection;
    if (open != null) {
      open.close();
      connection = null;
    }
  }

  /** Ends the thread soon, whatever it waits for; what is not acknowledged then is not awaited. */
  @Override
  public void close() {
    closed.countDown();
    queue.close();
    disconnect();
  }
}
