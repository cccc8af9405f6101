package io.tamiyo.host.telemetry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes reports that wait too long for memory to disk, on a thread of its own, so that neither who
 * reports nor who sends waits for a disk. A disk that does not take them is tried again each
 * second; memory holds what it can until then.
 */
final class Spiller {

  private static final Logger LOG = LoggerFactory.getLogger(Spiller.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final ReportSpool spool;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean failing;

  Spiller(Outbox outbox, ReportSpool spool) {
    this.outbox = outbox;
    this.spool = spool;
    this.thread = new Thread(this::run, "spool");
    this.thread.setDaemon(true);
  }

  /**
   * Sets the thread going.
   *
   * @param guard hears of its end by what nobody foresaw
   */
  void start(Thread.UncaughtExceptionHandler guard) {
    thread.setUncaughtExceptionHandler(guard);
    thread.start();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        spill(outbox.awaitExcess());
      }
    } catch (InterruptedException endNow) {
      LOG.debug("no more reports are written to disk");
    }
  }

  private void spill(Outgoing batch) throws InterruptedException {
    try {
      spool.append(batch);
      outbox.spilled();
      failing = false;
    } catch (IllegalArgumentException unwritable) {
      LOG.error("gave up {} reports that can't be written", batch.count(), unwritable);
      outbox.sayLost(batch);
      outbox.spilled();
    } catch (IOException refused) {
      outbox.putBack(batch);
      if (!failing) {
        LOG.warn("the disk does not take reports: {}", refused.getMessage());
      }
      failing = true;
      closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Ends the thread, after the write that it is at, and waits for that whatever interrupts. */
  void end() {
    closed.countDown();
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException notNow) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
