package io.tamiyo.host.layer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Beats at once and then in a steady rhythm, on a thread of its own, until it is closed. */
final class Heart implements AutoCloseable {

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  Heart(Duration period, Runnable beat) {
    this.thread = new Thread(() -> run(period, beat), "heartbeat");
    this.thread.setDaemon(true);
  }

  /**
   * Sets it going.
   *
   * @param guard hears of its end by what a beat throws
   */
  void start(Thread.UncaughtExceptionHandler guard) {
    thread.setUncaughtExceptionHandler(guard);
    thread.start();
  }

  private void run(Duration period, Runnable beat) {
    try {
      do {
        beat.run();
      } while (!stopped.await(period.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException endNow) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it; no beat follows. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
