package io.tamiyo.host;

import io.tamiyo.host.spirals.Prologue;
import io.tamiyo.host.spirals.SpiralTraining;
import io.tamiyo.host.spirals.StepResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Trains on a thread of its own until it is stopped, and tells the host of each step and each
 * training epoch. At the end it evaluates the network.
 */
final class TrainingLoop implements AutoCloseable {

  private static final int MOST_SECONDS = 8;

  private final SpiralTraining training;
  private final Prologue prologue;
  private final LayerHost host;
  private final long epochNanos;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CompletableFuture<HostSummary.Accuracy> result = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "training");

  /**
   * @param prologue what comes before the host starts
   * @param host of the training's layers
   * @param epochsPerSecond training epochs in a second at most; 0 for as many as can be
   */
  TrainingLoop(SpiralTraining training, Prologue prologue, LayerHost host, double epochsPerSecond) {
    this.training = training;
    this.prologue = prologue;
    this.host = host;
    this.epochNanos =
        epochsPerSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / epochsPerSecond);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends training and reports, and says how well the network does; any time after that again. */
  HostSummary.Accuracy stop() {
    stopped.countDown();
    return result.join();
  }

  /**
   * Ends the thread, however the run ends and wherever it is: tensors that it still computes with
   * must not be freed. Waits {@value #MOST_SECONDS} s at most, far longer than a step takes.
   */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      double alone = prologue.play(training, this::goesOn);
      train();
      result.complete(
          new HostSummary.Accuracy(
              alone, training.heldOutAccuracy(), host.withoutSeeds(training::heldOutAccuracy)));
    } catch (InterruptedException | RuntimeException failure) {
      result.completeExceptionally(failure);
      throw new IllegalStateException("the training broke off", failure);
    }
  }

  private boolean goesOn() {
    return stopped.getCount() > 0;
  }

  private void train() throws InterruptedException {
    host.evaluateBy(training::heldOutAccuracy);
    host.start();
    long nextEpoch = System.nanoTime() + epochNanos;
    while (goesOn()) {
      StepResult step = training.step();
      host.endStep(step.loss());
      if (step.endedEpoch()) {
        host.endEpoch();
        long ahead = nextEpoch - System.nanoTime();
        nextEpoch = Math.max(nextEpoch, System.nanoTime()) + epochNanos;
        if (ahead > 0 && stopped.await(ahead, TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    }
  }
}
