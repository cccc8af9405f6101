package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.source.Chore;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Does a chore round by round, counts what it did, and warns once when it begins to fail. */
final class ChoreRounds implements AutoCloseable {

  private final Logger log;
  private final MetricGroup metrics;
  private final Chore chore;
  private final Chore.Worker worker;
  private final Counter failures;
  private final Map<String, Counter> counters = new HashMap<>();
  private boolean failing;

  ChoreRounds(Logger log, MetricGroup metrics, Chore chore, RedisConnections connections) {
    this.log = log;
    this.metrics = metrics;
    this.chore = chore;
    this.worker = chore.open(connections);
    this.failures = metrics.addGroup(chore.name()).counter("choreFailures");
  }

  void start(SplitEnumeratorContext<?> context) {
    long every = chore.every().toMillis();
    context.callAsync(worker::run, this::took, every, every);
  }

  private void took(@Nullable Map<String, Long> done, @Nullable Throwable failure) {
    if (done == null) {
      failures.inc();
      if (!failing) {
        log.warn("{} fails, and is tried again: {}", chore.name(), String.valueOf(failure));
      }
      failing = true;
      return;
    }
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
