package io.tamiyo.operators.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Calls of one thread that can't go on without their answer: what may succeed later is tried again,
 * on a new connection, for as long as the caller has patience. It connects at the first call.
 */
public final class PatientCalls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PatientCalls.class);

  private final RedisConnections connections;
  private final Duration patience;
  private final RedisAvailability availability;
  private @Nullable RedisConnection connection;

  /**
   * @param patience how long a call is tried again; at least one attempt is always made
   * @param caller who waits, as the subject of the sentences logged
   */
  public PatientCalls(RedisConnections connections, Duration patience, String caller) {
    this.connections = connections;
    this.patience = patience;
    this.availability = new RedisAvailability(LOG, caller, connections.options().backoff());
  }

  /**
   * Sends a command, which must bear to be sent twice, and waits for its reply.
   *
   * @param doing what it is for, as in "reading kasmina.claim.one"
   * @throws RedisAccessException when it was refused for good, or patience is at its end, or the
   *     thread was interrupted, which it then still is
   */
  public @Nullable Object call(String doing, ProtocolCommand command, Object... arguments)
      throws RedisAccessException {
    return exchange(
            doing, System.nanoTime(), open -> Optional.ofNullable(open.call(command, arguments)))
        .orElse(null);
  }

  /**
   * Sends and receives, which must bear to be done twice.
   *
   * @param begun since when the caller has waited, by {@link System#nanoTime}; several exchanges
   *     share one patience by it
   * @throws RedisAccessException as {@link #call}
   */
  public <T> T exchange(String doing, long begun, Function<RedisConnection, T> exchange)
      throws RedisAccessException {
    while (true) {
      try {
        T reply = exchange.apply(connected());
        availability.succeeded();
        return reply;
      } catch (RedisAccessException | JedisException failure) {
        close();
        if (!hasWaitedAfter(failure, begun)) {
          throw RedisAccessException.of(connections.address(), doing, failure);
        }
      }
    }
  }

  /** Waits before the next attempt; false where there is none to be made. */
  private boolean hasWaitedAfter(Exception failure, long begun) {
    if (!RedisFailure.classify(failure).retryable()) {
      return false;
    }
    Duration wait = availability.failed(failure);
    if (System.nanoTime() - begun + wait.toNanos() > patience.toNanos()) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
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

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
