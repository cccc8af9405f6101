package io.tamiyo.operators.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/**
 * Follows whether Redis is there, for one user of one connection: it logs once when Redis goes away
 * and once when it is back, and says how long to wait before the next attempt.
 */
public final class RedisAvailability {
  private final Logger log;
  private final String who;
  private final Backoff backoff;
  private int failures;
  private long awaySinceNanos;

  /**
   * Starts with Redis there.
   *
   * @param who the user of the connection, as the subject of the sentences logged
   */
  public RedisAvailability(Logger log, String who, Backoff backoff) {
    this.log = log;
    this.who = who;
    this.backoff = backoff;
  }

  /** Notes a failure that may pass, and returns how long to wait before trying again. */
  public Duration failed(Throwable cause) {
    if (failures++ == 0) {
      awaySinceNanos = System.nanoTime();
      log.warn("{} waits for Redis: {}", who, cause.getMessage());
    }
    return backoff.before(failures, ThreadLocalRandom.current().nextDouble());
  }

  /** Notes a success. */
  public void succeeded() {
    if (failures == 0) {
      return;
    }
    log.info(
        "{} has Redis back after {} ms and {} attempts",
        who,
        (System.nanoTime() - awaySinceNanos) / 1_000_000,
        failures);
    failures = 0;
  }
}
