package io.tamiyo.operators.redis.source.enumerator;

import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts what rounds of retention did, and warns once when they begin to fail and once when they
 * recover: streams that are never trimmed fill Redis up, long after anybody looked at a counter.
 */
final class RetentionRounds {

  private final Logger log;
  private final Counter trimmedEntries;
  private final Counter forcedTrims;
  private final Counter failures;
  private boolean failing;

  RetentionRounds(Logger log, MetricGroup metrics) {
    this.log = log;
    this.trimmedEntries = metrics.counter("trimmedEntries");
    this.forcedTrims = metrics.counter("forcedTrims");
    this.failures = metrics.counter("retentionFailures");
  }

  /** Takes a round, or the failure that ended it. */
  void took(StreamRetention.@Nullable Round round, @Nullable Throwable failure) {
    if (round == null) {
      failed("no stream is trimmed: " + failure);
      return;
    }
    trimmedEntries.inc(round.removed());
    forcedTrims.inc(round.forcedCuts());
    if (round.forcedCuts() > 0) {
      log.warn(
          "{} streams were trimmed past what was read: they take {} bytes, which is too much",
          round.forcedCuts(),
          round.bytes());
    }
    if (round.failed().isEmpty()) {
      recovered();
      return;
    }
    Map.Entry<String, String> first = round.failed().entrySet().iterator().next();
    failed(
        "%d streams are not trimmed, one of them %s: %s"
            .formatted(round.failed().size(), first.getKey(), first.getValue()));
  }

  private void failed(String what) {
    failures.inc();
    if (!failing) {
      log.warn("retention fails: {}", what);
    }
    failing = true;
  }

  private void recovered() {
    if (failing) {
      log.warn("retention recovers: {}", "all streams are trimmed again");
    }
    failing = false;
  }
}
