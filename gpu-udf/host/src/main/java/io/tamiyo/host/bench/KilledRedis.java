package io.tamiyo.host.bench;

import io.tamiyo.host.redis.RedisEndpoint;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Kills a Redis on this machine, and sees it return. */
final class KilledRedis {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PROCESS = "process_id:";

  private final RedisEndpoint redis;

  KilledRedis(RedisEndpoint redis) {
    this.redis = redis;
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    ProcessHandle process = ProcessHandle.of(processId()).orElseThrow();
    if (!process.destroyForcibly()) {
      throw new IllegalStateException("Redis, process " + process.pid() + ", can't be killed");
    }
    await(() -> !answers(), "Redis does not end");
  }

  private long processId() {
    try (Jedis jedis = redis.connect()) {
      return jedis
          .info("server")
          .lines()
          .filter(line -> line.startsWith(PROCESS))
          .mapToLong(line -> Long.parseLong(line.substring(PROCESS.length()).strip()))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Waits until it answers again.
   *
   * @return when, by {@link System#nanoTime}
   */
  long awaitReturn() {
    await(this::answers, "nobody starts Redis again");
    return System.nanoTime();
  }

  private boolean answers() {
    try (Jedis jedis = redis.probe(0)) {
      return jedis.isConnected();
    } catch (JedisException notYet) {
      return false;
    }
  }

  /** Waits for something, looking each millisecond. */
  static void await(BooleanSupplier condition, String otherwise) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(otherwise + " within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
