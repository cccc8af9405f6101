package io.tamiyo.host.redis;

import io.tamiyo.host.redis.RedisFailure.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;

/**
 * How one user of a connection waits for Redis: one line in the log when it goes, one when it is
 * back, and pauses between attempts.
 *
 * <ul>
 *   <li><b>Closed</b>, up to four failures in a row: the pauses double from 5 ms, with jitter, so
 *       that a broken connection costs little and many hosts do not return in step.
 *   <li><b>Open</b>, from the fifth failure on, while Redis is away: every 50 ms a probe, which is
 *       an attempt that gives up early. A refused connection costs next to nothing, and what waits
 *       should leave within 100 ms of Redis' return.
 *   <li><b>Open</b>, while Redis is there and refuses: the pauses double, with jitter, up to 60 s.
 *       Such an attempt costs Redis something, and what it refuses it seldom takes soon after.
 * </ul>
 *
 * <p>A success closes it. Belongs to one thread.
 */
public final class CircuitBreaker {

  static final int FAILURES = 5;
  static final Duration PROBE = Duration.ofMillis(50);

  private static final long FIRST_MS = 5;
  private static final long MOST_MS = 60_000;
  private static final int MOST_DOUBLINGS = 14;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Logger log;
  private final String who;
  private final LongUnaryOperator random;
  private int failures;
  private int refusals;
  private long sinceNanos;

  /**
   * @param who the subject of the lines in the log
   */
  public CircuitBreaker(Logger log, String who) {
    this(log, who, bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  /**
   * @param random a number from 0 to below a bound
   */
  CircuitBreaker(Logger log, String who, LongUnaryOperator random) {
    this.log = log;
    this.who = who;
    this.random = random;
  }

  /** Notes a failure, and says how long to wait before the next attempt. */
  public Duration failed(Kind kind, String cause) {
    failures++;
    if (failures == 1) {
      sinceNanos = System.nanoTime();
      log.warn("{} waits for Redis: {}", who, cause);
    }
    if (failures == FAILURES) {
      log.warn("{} has failed {} times in a row, and probes: {}", who, failures, cause);
    }
    if (!isOpen()) {
      return jittered(failures - 1);
    }
    if (kind == Kind.AWAY) {
      refusals = 0;
      return PROBE;
    }
    refusals++;
    return jittered(FAILURES - 1 + refusals);
  }

  private Duration jittered(int doublings) {
    long bound = Math.min(MOST_MS, FIRST_MS << Math.min(doublings, MOST_DOUBLINGS));
    return Duration.ofMillis(bound / 2 + random.applyAsLong(bound / 2 + 1));
  }

  /** Whether the next attempt is a probe, which gives up early. */
  public boolean isOpen() {
    return failures >= FAILURES;
  }

  /** Notes a success. */
  public void succeeded() {
    if (failures == 0) {
      return;
    }
    long ms = (System.nanoTime() - sinceNanos) / NANOS_PER_MILLI;
    log.info("{} has Redis back after {} ms and {} attempts", who, ms, failures);
    failures = 0;
    refusals = 0;
  }
}
