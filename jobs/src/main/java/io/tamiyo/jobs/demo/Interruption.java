package io.tamiyo.jobs.demo;

import io.tamiyo.jobs.cluster.CommandFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How a run learns of Ctrl-C. The JVM's shutdown only asks for the end and then waits, so that it
 * is the run that ends its parts, in its order; when it takes too long, they are ended by force.
 */
final class Interruption implements AutoCloseable {

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Duration patience;
  private volatile boolean requested;

  /**
   * @param patience with the run's own end
   */
  Interruption(Duration patience) {
    this.patience = patience;
  }

  /** Asks for the end when the JVM shuts down, by Ctrl-C for one. */
  void onShutdown(Runnable byForce) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> request(byForce), "end-demo"));
  }

  /** Asks for the end and waits for it. */
  void request(Runnable byForce) {
    requested = true;
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        byForce.run();
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      byForce.run();
    }
  }

  boolean isRequested() {
    return requested;
  }

  /**
   * Makes sure that the run shall go on.
   *
   * @throws CommandFailure when it shall not
   */
  void requireNone() {
    if (requested) {
      throw new CommandFailure("the demo was ended before its host had started");
    }
  }

  /** Says that the run has ended. */
  @Override
  public void close() {
    ended.countDown();
  }
}
