package io.tamiyo.host;

import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.training.Evaluation;
import io.tamiyo.host.training.SpiralTraining;
import io.tamiyo.host.training.TrainedKernel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Trains on a thread of its own until it is stopped: steps, the clock of training epochs, and a
 * report of each layer at every interval. At the end it evaluates the network.
 */
final class TrainingLoop {

  private final SpiralTraining training;
  private final List<TrainedKernel> kernels;
  private final List<LayerRuntime> layers;
  private final long reportNanos;
  private final long epochNanos;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CompletableFuture<Evaluation> result = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "training");

  /**
   * @param kernels of the layers
   * @param layers in the order of their kernels
   * @param reportInterval time between reports of a layer
   * @param epochsPerSecond training epochs in a second at most; 0 for as many as can be
   */
  TrainingLoop(
      SpiralTraining training,
      List<TrainedKernel> kernels,
      List<LayerRuntime> layers,
      Duration reportInterval,
      double epochsPerSecond) {
    this.training = training;
    this.kernels = kernels;
    this.layers = layers;
    this.reportNanos = reportInterval.toNanos();
    this.epochNanos =
        epochsPerSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / epochsPerSecond);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends training and reports, and says how well the network does; any time after that again. */
  Evaluation stop() {
    stopped.countDown();
    return result.join();
  }

  private void run() {
    try {
      train();
      result.complete(training.evaluate());
    } catch (InterruptedException | RuntimeException failure) {
      result.completeExceptionally(failure);
      throw new IllegalStateException("the training broke off", failure);
    }
  }

  private void train() throws InterruptedException {
    long nextReport = System.nanoTime() + reportNanos;
    long nextEpoch = System.nanoTime() + epochNanos;
    while (stopped.getCount() > 0) {
      boolean endedEpoch = training.step().endedEpoch();
      if (endedEpoch) {
        layers.forEach(LayerRuntime::onTrainingEpoch);
      }
      if (System.nanoTime() - nextReport >= 0) {
        report();
        nextReport = System.nanoTime() + reportNanos;
      }
      if (endedEpoch) {
        long ahead = nextEpoch - System.nanoTime();
        nextEpoch = Math.max(nextEpoch, System.nanoTime()) + epochNanos;
        if (ahead > 0 && stopped.await(ahead, TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    }
  }

  private void report() {
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).report(kernels.get(layer).measure());
    }
  }
}
