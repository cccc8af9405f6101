package io.tamiyo.host.telemetry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits in memory to be sent. Adding never blocks and never fails: beyond the bound the oldest
 * reports are dropped, and a gap event that says how many takes their place ahead of what follows.
 * Any thread may call.
 *
 * <p>With a spool, the oldest reports are {@link #awaitExcess taken out} to be written to disk as
 * soon as they fill half of the bound, so that nothing is dropped while the disk keeps up. From
 * then on reports in memory are younger than those on disk, and wait for those to be sent.
 */
final class Outbox {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final PublisherOptions options;
  private final LongSupplier nanoTime;
  private final Deque<Outgoing> urgent = new ArrayDeque<>();
  private final BatchSize batch;
  private final ReportBuffer reports;
  private final Losses losses;

  /** Whether reports are on disk, or on their way to it. */
  private boolean diskFirst;

  /** Reports on their way to disk, which memory holds until they are there. */
  private @Nullable Outgoing spilling;

  private long spills;

  private boolean closed;

  /** Is run, without a lock, after the counts of what is lost have changed by what was said. */
  private volatile Runnable noting = () -> {};

  /**
   * @param nanoTime a monotone clock
   * @param diskFirst whether reports of an earlier process are on disk
   */
  Outbox(PublisherOptions options, LongSupplier nanoTime, GapWords gaps, boolean diskFirst) {
    this.options = options;
    this.nanoTime = nanoTime;
    this.batch = new BatchSize(1, options.maxBatch());
    this.reports = new ReportBuffer(options, batch);
    this.losses = new Losses(gaps, this::said);
    this.diskFirst = diskFirst;
  }

  synchronized void add(Outgoing outgoing) {
    if (closed) {
      losses.addUnsayable(outgoing.count());
      return;
    }
    if (outgoing.lane() == Lane.URGENT) {
      urgent.addLast(outgoing);
    } else {
      losses.meet(outgoing.channel());
      reports.add(outgoing, nanoTime.getAsLong());
      dropExcess();
    }
    notifyAll();
  }

  /**
   * Entries were sent and answered.
   *
   * @param largest reports in the largest of them
   * @param nanos until the answer
   */
  void sent(int largest, long nanos) {
    batch.sent(largest, nanos);
  }

  private void dropExcess() {
    while (reports.bytes() > options.backlog().maxMemoryBytes()) {
      Outgoing lost = reports.takeOldestReport();
      losses.add(lost.channel(), lost.count());
    }
  }

  /** Counts messages that will never be sent, and has a gap event say so. */
  void sayLost(Sendable lost) {
    sayLost(lost.channel(), lost.count());
  }

  /**
   * @param keeper is run, without a lock, whenever Redis has a gap event, on the publisher's thread
   */
  void noteLossesBy(Runnable keeper) {
    noting = keeper;
  }

  /** Goes on with counts that an earlier process has left; before anything is added. */
  synchronized void resume(LossNote note) {
    losses.resume(note);
  }

  /**
   * What is lost and said so far.
   *
   * @param dropping a segment that goes next; 0 for none
   * @param dropped messages of it, by channel, that are not counted yet
   */
  synchronized LossNote lossNote(long dropping, Map<Channel, Long> dropped) {
    return losses.note(dropping, dropped);
  }

  private void said(Channel channel, long upTo) {
    synchronized (this) {
      losses.said(channel, upTo);
    }
    noting.run();
  }

  /** Counts messages of a channel that will never be sent. */
  synchronized void sayLost(Channel channel, long messages) {
    losses.add(channel, messages);
    notifyAll();
  }

  /** Has gap events say that something was lost which nobody can count. */
  synchronized void sayDamaged() {
    losses.addUncounted();
    notifyAll();
  }

  /**
   * What is to be sent ahead of all reports, with everything that may share its entry: gap events,
   * then urgent messages in their order; null when there is nothing.
   */
  synchronized @Nullable Outgoing pollUrgent() {
    Outgoing gap = losses.next();
    if (gap != null || urgent.isEmpty()) {
      return gap;
    }
    List<Outgoing> together = new ArrayList<>();
    together.add(urgent.removeFirst());
    Channel channel = together.get(0).channel();
    int messages = together.get(0).count();
    while (!urgent.isEmpty()
        && urgent.getFirst().channel().equals(channel)
        && messages + urgent.getFirst().count() <= options.maxBatch()) {
      messages += urgent.getFirst().count();
      together.add(urgent.removeFirst());
    }
    return Outgoing.joined(together);
  }

  /**
   * Reports that are due, with everything that may share their entry; null when none are, or those
   * on disk come first.
   *
   * @param flush whether reports are due before their window has passed
   */
  synchronized @Nullable Outgoing pollReports(boolean flush) {
    return diskFirst ? null : reports.takeDue(flush, nanoTime.getAsLong());
  }

  /** Whether what is on disk comes before the reports in memory. */
  synchronized boolean isDiskFirst() {
    return diskFirst;
  }

  /** How often reports were taken out so far. */
  synchronized long spills() {
    return spills;
  }

  /**
   * Notes that nothing was found on disk.
   *
   * @param spills how often reports had been taken out before the look; those that were since are
   *     there by now, or on their way
   */
  synchronized void diskFoundEmpty(long spills) {
    diskFirst = spilling != null || this.spills != spills;
  }

  /**
   * Waits until reports fill half of the bound, and takes the oldest of them out. {@link #spilled}
   * or {@link #putBack} follows.
   */
  synchronized Outgoing awaitExcess() throws InterruptedException {
    while (reports.bytes() <= options.backlog().maxMemoryBytes() / 2) {
      wait();
    }
    Outgoing oldest = reports.takeOldest();
    spilling = oldest;
    spills++;
    diskFirst = true;
    return oldest;
  }

  /** What was taken out is on disk, or lost. */
  synchronized void spilled() {
    spilling = null;
    notifyAll();
  }

  /** What was taken out could not be written. */
  synchronized void putBack(Outgoing batch) {
    reports.putBack(batch, nanoTime.getAsLong());
    dropExcess();
    spilled();
  }

  /** Takes a gap event that is left; null when there is none. */
  synchronized @Nullable Outgoing takeGap() {
    return losses.next();
  }

  /** Takes what is left of reports, oldest first; null when nothing is. */
  synchronized @Nullable Outgoing takeRest() {
    return reports.isEmpty() ? null : reports.takeOldest();
  }

  /**
   * Waits until something is due, but at most for a time.
   *
   * @param reportsAfterNanos how long no reports may be sent
   */
  synchronized void awaitDue(Duration atMost, long reportsAfterNanos) throws InterruptedException {
    long start = nanoTime.getAsLong();
    while (urgent.isEmpty() && losses.isEmpty()) {
      long now = nanoTime.getAsLong();
      long untilReports = Math.max(nanosUntilReports(now), reportsAfterNanos - (now - start));
      long rest = Math.min(atMost.toNanos() - (now - start), untilReports);
      if (rest <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(rest, NANOS_PER_MILLI));
    }
  }

  private long nanosUntilReports(long now) {
    if (spilling != null) {
      return Long.MAX_VALUE;
    }
    return diskFirst ? 0 : reports.nanosUntilDue(now);
  }

  /** Nobody will send any more: what is added from now on is dropped, since it would pile up. */
  synchronized void close() {
    closed = true;
  }

  /** Whether nothing waits, in memory or on its way to disk. */
  synchronized boolean isEmpty() {
    return urgent.isEmpty() && reports.isEmpty() && losses.isEmpty() && spilling == null;
  }

  /** Messages that were given up since the start. */
  synchronized long dropped() {
    return losses.total();
  }

  /** What waits in memory, without what is sent at the moment. */
  synchronized Backlog backlog(long diskBytes) {
    Outgoing onItsWay = spilling;
    return new Backlog(
        urgent.stream().mapToLong(Outgoing::count).sum(),
        reports.messages() + (onItsWay == null ? 0 : onItsWay.count()),
        reports.bytes() + (onItsWay == null ? 0 : onItsWay.bytes()),
        diskBytes);
  }
}
