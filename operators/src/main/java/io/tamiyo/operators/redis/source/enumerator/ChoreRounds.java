package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.source.Chore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Does a chore round by round, counts what it did, and warns once when it begins to fail. */
final class ChoreRounds implements AutoCloseable {

  /** Flink names the job so among the variables of its metrics. */
  private static final String JOB_ID = "<job_id>";

  /** Asks for the next round so often, in parts of the pause between two of them. */
  private static final int ASKED_A_PAUSE = 4;

  /**
   * What came of asking for the next round.
   *
   * @param done what it did by name of a counter
   */
  private record Asked(boolean wasDue, Map<String, Long> done) {
    static final Asked TOO_EARLY = new Asked(false, Map.of());
  }

  private final Logger log;
  private final MetricGroup metrics;
  private final Chore chore;
  private final Chore.Worker worker;
  private final Counter failures;
  private final Map<String, Counter> counters = new HashMap<>();
  private final Pace pace;
  private boolean failing;

  ChoreRounds(Logger log, MetricGroup metrics, Chore chore, RedisConnections connections) {
    this.log = log;
    this.metrics = metrics.addGroup(chore.metricName());
    this.chore = chore;
    this.worker = chore.open(connections, metrics.getAllVariables().getOrDefault(JOB_ID, ""));
    this.failures = this.metrics.counter("choreFailures");
    this.pace = new Pace(chore.every());
  }

  void start(SplitEnumeratorContext<?> context) {
    long every = Math.max(1, chore.every().toMillis() / ASKED_A_PAUSE);
    context.callAsync(this::round, this::took, every, every);
  }

  /** Flink makes up for calls that it was too late for, all at once: most of those do nothing. */
  private Asked round() throws IOException {
    if (!pace.isDue(System.nanoTime())) {
      return Asked.TOO_EARLY;
    }
    try {
      return new Asked(true, worker.run());
    } finally {
      pace.ended(System.nanoTime());
    }
  }

  private void took(@Nullable Asked asked, @Nullable Throwable failure) {
    if (asked == null) {
      failures.inc();
      if (!failing) {
        log.warn("{} fails, and is tried again: {}", chore.name(), String.valueOf(failure));
      }
      failing = true;
      return;
    }
    if (asked.wasDue()) {
      count(asked.done());
    }
  }

  private void count(Map<String, Long> done) {
    done.forEach((name, count) -> counters.computeIfAbsent(name, metrics::counter).inc(count));
    if (failing) {
      log.warn("{} recovers", chore.name());
    }
    failing = false;
  }

  @Override
  public void close() {
    worker.close();
  }
}
