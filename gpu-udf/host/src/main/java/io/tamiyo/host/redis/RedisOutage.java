package io.tamiyo.host.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/**
 * How one user of a connection waits for Redis: one line in the log when it goes, one when it is
 * back, and pauses between attempts that double up to a bound, with jitter so that many hosts do
 * not return in step. The bound is short, since a refused connection costs little and what waits
 * should leave within 100 ms of Redis' return.
 *
 * <p>Belongs to one thread.
 */
public final class RedisOutage {

  private static final long FIRST_MS = 5;
  private static final long MOST_MS = 80;
  private static final int MOST_DOUBLINGS = 10;

  private final Logger log;
  private final String who;
  private int failures;
  private long sinceNanos;

  /**
   * @param who the subject of the lines in the log
   */
  public RedisOutage(Logger log, String who) {
    this.log = log;
    this.who = who;
  }

  /** Notes a failure, and says how long to wait before the next attempt. */
  public Duration failed(String cause) {
    if (failures++ == 0) {
      sinceNanos = System.nanoTime();
      log.warn("{} waits for Redis: {}", who, cause);
    }
    long bound = Math.min(MOST_MS, FIRST_MS << Math.min(failures - 1, MOST_DOUBLINGS));
    return Duration.ofMillis(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
  }

  /** Notes a success. */
  public void succeeded() {
    if (failures == 0) {
      return;
    }
    long ms = (System.nanoTime() - sinceNanos) / 1_000_000;
    log.info("{} has Redis back after {} ms and {} attempts", who, ms, failures);
    failures = 0;
  }
}
