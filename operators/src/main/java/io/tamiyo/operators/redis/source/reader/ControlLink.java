package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisAvailability;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The second connection of a reader, with a thread of its own, for what must not wait behind a
 * blocking read or hold up the task's thread. A command that fails is dropped: each is either
 * repeated by a later one or only saves time.
 */
final class ControlLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLink.class);
  private static final long UNBLOCK_PAUSE_NANOS = Duration.ofNanos(200_000).toNanos();

  private final RedisConnections connections;
  private final RedisAvailability availability;
  private final ExecutorService thread;
  private @Nullable RedisConnection connection;

  /** A command of the control connection. */
  @FunctionalInterface
  interface Task {
    void run(RedisConnection connection);
  }

  ControlLink(RedisConnections connections, String reader) {
    this.connections = connections;
    this.availability =
        new RedisAvailability(LOG, reader + " (control)", connections.options().backoff());
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread worker = new Thread(work, "redis-control-" + reader);
              worker.setDaemon(true);
              return worker;
            });
  }

  /** Runs a task soon; {@code onFailure} hears of it if Redis refuses or does not answer. */
  void submit(Task task, Runnable onFailure) {
    try {
      thread.execute(() -> run(task, onFailure));
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed, a control command is dropped", closed);
    }
  }

  private void run(Task task, Runnable onFailure) {
    try {
      if (connection == null) {
        connection = connections.open();
      }
      task.run(connection);
      availability.succeeded();
    } catch (RedisAccessException | JedisException | IllegalStateException failure) {
      availability.failed(failure);
      disconnect();
      onFailure.run();
    }
  }

  /**
   * Ends the blocking call of another connection. The call may not have reached Redis yet, so the
   * request is repeated for as long as it is blocked.
   */
  void unblock(long clientId, BooleanSupplier stillBlocked) {
    submit(
        control -> {
          while (stillBlocked.getAsBoolean()) {
            Object unblocked = control.call(Command.CLIENT, "UNBLOCK", String.valueOf(clientId));
            if (unblocked instanceof Long count && count == 1) {
              return;
            }
            LockSupport.parkNanos(UNBLOCK_PAUSE_NANOS);
          }
        },
        () -> LOG.debug("could not unblock connection {}, it returns by itself", clientId));
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  @Override
  public void close() {
    thread.execute(this::disconnect);
    thread.shutdown();
  }
}
