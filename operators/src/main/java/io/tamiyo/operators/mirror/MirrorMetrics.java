package io.tamiyo.operators.mirror;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What a mirror has done since it started, in the group {@code mirror}. */
final class MirrorMetrics {

  private final Counter copied;
  private final Counter left;
  private final Counter refused;
  private final LongSupplier clock;
  private volatile long behindMs;

  /**
   * @param clock milliseconds since 1970, as ids of entries are
   */
  MirrorMetrics(MetricGroup operator, LongSupplier clock) {
    MetricGroup group = operator.addGroup("mirror");
    this.copied = group.counter("copied");
    this.left = group.counter("left");
    this.refused = group.counter("refused");
    this.clock = clock;
    group.gauge("behindMs", (Gauge<Long>) () -> behindMs);
  }

  /** An entry was read that was written then: so far the mirror is behind. */
  void read(long writtenMs) {
    behindMs = Math.max(0, clock.getAsLong() - writtenMs);
  }

  /** Entries taken to the other region. */
  Counter copied() {
    return copied;
  }

  /** Entries left where they are, since they have passed the other region or come another way. */
  Counter left() {
    return left;
  }

  /** Entries of streams that are not to be mirrored, and those of which nobody knows their way. */
  Counter refused() {
    return refused;
  }
}
