package io.tamiyo.operators.redis.source.reader;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What a reader counts: all since it started. */
final class ReaderMetrics {
  private final Counter gaps;
  private final Counter lostEntries;
  private final Counter badEntries;
  private final Counter cursorFailures;
  private final Counter ticks;

  ReaderMetrics(MetricGroup operator) {
    MetricGroup group = operator.addGroup("redis");
    this.gaps = group.counter("gaps");
    this.lostEntries = group.counter("lostEntries");
    this.badEntries = group.counter("badEntries");
    this.cursorFailures = group.counter("cursorFailures");
    this.ticks = group.counter("ticks");
  }

  /** Gaps found, of known and unknown size. */
  Counter gaps() {
    return gaps;
  }

  /** Entries missing in the gaps whose size is known. */
  Counter lostEntries() {
    return lostEntries;
  }

  /** Entries that could not be deserialized. */
  Counter badEntries() {
    return badEntries;
  }

  /** Checkpoints whose positions could not be published. */
  Counter cursorFailures() {
    return cursorFailures;
  }

  /** Entries appended because a layer was silent. */
  Counter ticks() {
    return ticks;
  }
}
