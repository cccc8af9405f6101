package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts of messages at the door: {@code duplicates}, in all and by reason, and {@code deadLetters}
 * by reason.
 */
final class IngestMetrics {

  private final Counter duplicates;
  private final Map<Duplicate, Counter> duplicatesByReason = new EnumMap<>(Duplicate.class);
  private final Map<DecodeFailure.Reason, Counter> deadLetters =
      new EnumMap<>(DecodeFailure.Reason.class);

  /** Entries that were made to wait. */
  final Counter parked;

  IngestMetrics(MetricGroup group) {
    parked = group.counter("parked");
    duplicates = group.counter("duplicates");
    for (Duplicate reason : Duplicate.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT);
      duplicatesByReason.put(reason, group.addGroup("reason", name).counter("duplicates"));
    }
    for (DecodeFailure.Reason reason : DecodeFailure.Reason.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT);
      deadLetters.put(reason, group.addGroup("reason", name).counter("deadLetters"));
    }
  }

  void countDuplicates(long messages, Duplicate why) {
    if (messages > 0) {
      duplicates.inc(messages);
      Objects.requireNonNull(duplicatesByReason.get(why)).inc(messages);
    }
  }

  void count(Decoded.Bad bad) {
    Counter counter = deadLetters.get(bad.failure().reason());
    if (counter != null) {
      counter.inc(bad.count());
    }
  }
}
