package io.tamiyo.host.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/**
 * Takes what is supplied, gives it its place, and sends it until Redis has it. Belongs to the
 * publisher's thread, but for the counts.
 */
final class Sender {

  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private static final int MOST_TAKEN = 1 << 10;

  private final Supply supply;
  private final EntryPlacer placer;
  private final InFlight inFlight;
  private final Consumer<Sendable> lost;

  /**
   * Entries that may be taken before the next replies. It doubles with these, from one when Redis
   * is back: something arrives at once, and not only when all that has waited is written.
   */
  private int allowance = MOST_TAKEN;

  /** What was taken, and has no place yet because its claim check could not be made. */
  private @Nullable Sendable unplaced;

  /**
   * @param lost hears of what can't be written at all
   */
  Sender(Supply supply, EntryPlacer placer, InFlight inFlight, Consumer<Sendable> lost) {
    this.supply = supply;
    this.placer = placer;
    this.inFlight = inFlight;
    this.lost = lost;
  }

  /** A new connection: what has arrived by the one before is not sent again. */
  void resume(Jedis jedis) {
    supply.onReturn();
    allowance = 1;
    inFlight.findLanded(jedis);
  }

  /**
   * Sends what is due, or waits for it.
   *
   * @param flush whether everything is due
   * @param idle how long to wait at most
   * @throws redis.clients.jedis.exceptions.JedisException when Redis does not take it all
   * @throws java.io.UncheckedIOException when a claim check can't be made
   */
  void send(Jedis jedis, boolean flush, Duration idle) throws InterruptedException {
    fill(flush);
    if (inFlight.isEmpty()) {
      supply.await(flush ? Duration.ZERO : idle);
      return;
    }
    int largest = inFlight.largestBatch();
    long start = System.nanoTime();
    inFlight.send(jedis);
    supply.sent(largest, System.nanoTime() - start);
    allowance = Math.min(MOST_TAKEN, 2 * allowance);
  }

  private void fill(boolean flush) {
    for (int taken = 0; taken < allowance && inFlight.hasRoom(); taken++) {
      Sendable next = unplaced != null ? unplaced : supply.next(flush);
      if (next == null) {
        return;
      }
      unplaced = next;
      place(next);
      unplaced = null;
    }
  }

  private void place(Sendable next) {
    try {
      inFlight.add(placer.place(next));
    } catch (IllegalArgumentException unwritable) {
      LOG.error("gave up {} messages that can't be written", next.count(), unwritable);
      lost.accept(next);
    }
  }

  /** Whether everything that was supplied is in Redis, and nothing waits. */
  boolean isDone() {
    return inFlight.isEmpty() && unplaced == null && supply.isEmpty();
  }

  /** Reports that were taken and may not be in Redis, in their order. */
  List<Sendable> reportsInFlight() {
    List<Sendable> reports = new ArrayList<>(inFlight.unconfirmed());
    if (unplaced != null) {
      reports.add(unplaced);
    }
    reports.removeIf(sendable -> sendable.lane() != Lane.TELEMETRY);
    return reports;
  }

  /** Entries that Redis is known to have. */
  long confirmedEntries() {
    return inFlight.counts(0).entries();
  }

  /** What was done so far. */
  PublisherCounts counts(long dropped) {
    return inFlight.counts(dropped);
  }
}
