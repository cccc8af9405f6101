package io.tamiyo.host.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports in memory, by channel, each from oldest to newest. Guarded by the outbox; times are those
 * of one monotone clock, in nanoseconds.
 */
final class ReportBuffer {

  /** A report with the time at which it came. */
  private record Waiting(Outgoing outgoing, long sinceNanos, long bytes) {}

  private final PublisherOptions options;
  private final BatchSize batch;
  private final Map<Channel, Deque<Waiting>> byChannel = new LinkedHashMap<>();
  private long bytes;
  private long messages;

  /**
   * Empty.
   *
   * @param batch how many reports may share an entry
   */
  ReportBuffer(PublisherOptions options, BatchSize batch) {
    this.options = options;
    this.batch = batch;
  }

  void add(Outgoing report, long nowNanos) {
    Waiting waiting = new Waiting(report, nowNanos, report.bytes());
    channel(report).addLast(waiting);
    count(waiting, 1);
  }

  /** Puts back what was taken last of its channel. */
  void putBack(Outgoing batch, long nowNanos) {
    Waiting waiting = new Waiting(batch, nowNanos, batch.bytes());
    channel(batch).addFirst(waiting);
    count(waiting, 1);
  }

  private Deque<Waiting> channel(Outgoing report) {
    return byChannel.computeIfAbsent(report.channel(), channel -> new ArrayDeque<>());
  }

  private void count(Waiting waiting, int sign) {
    bytes += sign * waiting.bytes();
    messages += (long) sign * waiting.outgoing().count();
  }

  /**
   * Takes the oldest reports of the channel whose oldest report waits longest.
   *
   * @return as many as may share an entry
   */
  Outgoing takeOldest() {
    return batch(oldest());
  }

  /** Takes the report that waits longest. */
  Outgoing takeOldestReport() {
    return take(oldest()).outgoing();
  }

  private Deque<Waiting> oldest() {
    Deque<Waiting> oldest = null;
    for (Deque<Waiting> candidate : byChannel.values()) {
      if (oldest == null
          || candidate.getFirst().sinceNanos() - oldest.getFirst().sinceNanos() < 0) {
        oldest = candidate;
      }
    }
    if (oldest == null) {
      throw new IllegalStateException("there are no reports to take");
    }
    return oldest;
  }

  /**
   * Takes reports of one channel that are due and may share an entry; null when none are.
   *
   * @param flush whether they are due before their window has passed
   */
  @Nullable Outgoing takeDue(boolean flush, long nowNanos) {
    for (Deque<Waiting> waiting : byChannel.values()) {
      if (flush || nanosUntilDue(waiting, nowNanos) <= 0) {
        return batch(waiting);
      }
    }
    return null;
  }

  private Outgoing batch(Deque<Waiting> waiting) {
    List<Outgoing> together = new ArrayList<>();
    long sharedBytes = 0;
    int sharedMessages = 0;
    do {
      Waiting next = take(waiting);
      sharedBytes += next.bytes();
      sharedMessages += next.outgoing().count();
      together.add(next.outgoing());
    } while (!waiting.isEmpty()
        && sharedBytes + waiting.getFirst().bytes() <= options.maxBatchBytes()
        && sharedMessages + waiting.getFirst().outgoing().count() <= batch.size());
    return Outgoing.joined(together);
  }

  private Waiting take(Deque<Waiting> waiting) {
    Waiting first = waiting.removeFirst();
    count(first, -1);
    if (waiting.isEmpty()) {
      byChannel.remove(first.outgoing().channel());
    }
    return first;
  }

  /** Until the first reports are due; the greatest number when there are none. */
  long nanosUntilDue(long nowNanos) {
    long least = Long.MAX_VALUE;
    for (Deque<Waiting> waiting : byChannel.values()) {
      least = Math.min(least, nanosUntilDue(waiting, nowNanos));
    }
    return least;
  }

  private long nanosUntilDue(Deque<Waiting> waiting, long nowNanos) {
    return waiting.size() >= batch.size()
        ? 0
        : waiting.getFirst().sinceNanos() + options.window().toNanos() - nowNanos;
  }

  boolean isEmpty() {
    return byChannel.isEmpty();
  }

  /** Of all reports, estimated. */
  long bytes() {
    return bytes;
  }

  /** How many reports. */
  long messages() {
    return messages;
  }
}
