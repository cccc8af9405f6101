package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent. Adding never blocks and never fails: beyond the bound the oldest reports
 * are dropped, and a gap event that says how many takes their place ahead of what follows. Any
 * thread may call.
 */
final class Outbox {

  /** A report with the time at which it came. */
  private record Waiting(Outgoing outgoing, long sinceNanos, long bytes) {}

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final PublisherOptions options;
  private final LongSupplier nanoTime;
  private final BiFunction<Channel, Long, GapEvent> gaps;
  private final Deque<Outgoing> urgent = new ArrayDeque<>();
  private final Map<Channel, Deque<Waiting>> telemetry = new LinkedHashMap<>();
  private final Map<Channel, Long> droppedUnsaid = new LinkedHashMap<>();
  private long bufferedBytes;
  private long dropped;
  private boolean closed;

  /**
   * @param nanoTime a monotone clock
   * @param gaps words a drop: channel and how many messages
   */
  Outbox(
      PublisherOptions options, LongSupplier nanoTime, BiFunction<Channel, Long, GapEvent> gaps) {
    this.options = options;
    this.nanoTime = nanoTime;
    this.gaps = gaps;
  }

  synchronized void add(Lane lane, Outgoing outgoing) {
    if (closed) {
      dropped += outgoing.messages().size();
      return;
    }
    if (lane == Lane.URGENT) {
      urgent.addLast(outgoing);
      notifyAll();
      return;
    }
    long bytes = outgoing.messages().stream().mapToLong(Weights::of).sum();
    telemetry
        .computeIfAbsent(outgoing.channel(), channel -> new ArrayDeque<>())
        .addLast(new Waiting(outgoing, nanoTime.getAsLong(), bytes));
    bufferedBytes += bytes;
    while (bufferedBytes > options.maxBufferedBytes()) {
      dropOldest();
    }
    notifyAll();
  }

  private void dropOldest() {
    Deque<Waiting> oldest = null;
    for (Deque<Waiting> candidate : telemetry.values()) {
      if (oldest == null
          || candidate.getFirst().sinceNanos() - oldest.getFirst().sinceNanos() < 0) {
        oldest = candidate;
      }
    }
    if (oldest == null) {
      throw new IllegalStateException("the outbox counts bytes of reports that it does not hold");
    }
    Outgoing lost = take(oldest).outgoing();
    sayLost(lost);
  }

  /** Counts messages that will never be sent, and has a gap event say so. */
  synchronized void sayLost(Outgoing lost) {
    droppedUnsaid.merge(lost.channel(), (long) lost.messages().size(), Long::sum);
    dropped += lost.messages().size();
  }

  /**
   * The next entry that is due, with everything that may share it; null when nothing is due yet.
   * Urgent messages come first, in their order; then the channel whose oldest report waits longest.
   *
   * @param flush whether reports are due before their window has passed
   */
  synchronized @Nullable Outgoing poll(boolean flush) {
    sayDropped();
    long nowNanos = nanoTime.getAsLong();
    if (!urgent.isEmpty()) {
      return pollUrgent();
    }
    for (Deque<Waiting> waiting : telemetry.values()) {
      if (flush || isDue(waiting, nowNanos)) {
        return pollReports(waiting);
      }
    }
    return null;
  }

  private void sayDropped() {
    droppedUnsaid.forEach(
        (channel, count) ->
            urgent.addFirst(new Outgoing(channel, List.of(gaps.apply(channel, count)), () -> {})));
    droppedUnsaid.clear();
  }

  private Outgoing pollUrgent() {
    List<Outgoing> together = new ArrayList<>();
    together.add(urgent.removeFirst());
    int messages = together.get(0).messages().size();
    while (!urgent.isEmpty()
        && urgent.getFirst().channel().equals(together.get(0).channel())
        && messages + urgent.getFirst().messages().size() <= options.maxBatch()) {
      messages += urgent.getFirst().messages().size();
      together.add(urgent.removeFirst());
    }
    return joined(together);
  }

  private Outgoing pollReports(Deque<Waiting> waiting) {
    List<Outgoing> together = new ArrayList<>();
    long bytes = 0;
    int messages = 0;
    do {
      Waiting next = take(waiting);
      bytes += next.bytes();
      messages += next.outgoing().messages().size();
      together.add(next.outgoing());
    } while (!waiting.isEmpty()
        && bytes + waiting.getFirst().bytes() <= options.maxBatchBytes()
        && messages + waiting.getFirst().outgoing().messages().size() <= options.maxBatch());
    return joined(together);
  }

  private Waiting take(Deque<Waiting> waiting) {
    Waiting first = waiting.removeFirst();
    bufferedBytes -= first.bytes();
    if (waiting.isEmpty()) {
      telemetry.remove(first.outgoing().channel());
    }
    return first;
  }

  private static Outgoing joined(List<Outgoing> together) {
    if (together.size() == 1) {
      return together.get(0);
    }
    List<Message> messages = new ArrayList<>();
    together.forEach(outgoing -> messages.addAll(outgoing.messages()));
    return new Outgoing(
        together.get(0).channel(),
        messages,
        () -> together.forEach(outgoing -> outgoing.confirmed().run()));
  }

  private boolean isDue(Deque<Waiting> waiting, long nowNanos) {
    return nanosUntilDue(waiting, nowNanos) <= 0;
  }

  private long nanosUntilDue(Deque<Waiting> waiting, long nowNanos) {
    return waiting.size() >= options.maxBatch()
        ? 0
        : waiting.getFirst().sinceNanos() + options.window().toNanos() - nowNanos;
  }

  /** Waits until something is due, but at most for a time. */
  synchronized void awaitDue(Duration atMost) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + atMost.toNanos();
    while (urgent.isEmpty() && droppedUnsaid.isEmpty()) {
      long now = nanoTime.getAsLong();
      long rest = deadline - now;
      for (Deque<Waiting> waiting : telemetry.values()) {
        rest = Math.min(rest, nanosUntilDue(waiting, now));
      }
      if (rest <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(rest, NANOS_PER_MILLI));
    }
  }

  /** Nobody will send any more: what is added from now on is dropped, since it would pile up. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean isEmpty() {
    return urgent.isEmpty() && telemetry.isEmpty() && droppedUnsaid.isEmpty();
  }

  /** Reports that were dropped since the start. */
  synchronized long dropped() {
    return dropped;
  }
}
