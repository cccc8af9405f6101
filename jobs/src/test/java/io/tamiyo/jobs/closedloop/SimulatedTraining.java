package io.tamiyo.jobs.closedloop;

import io.tamiyo.host.layer.LayerRuntime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The training thread of a simulated host: epochs pass, and each is reported. */
final class SimulatedTraining implements AutoCloseable {

  private static final long PERIOD_MS = 20;
  private static final long END_SECONDS = 10;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> epochs;

  /** Trains until it is closed. */
  SimulatedTraining(List<LayerRuntime> layers, Map<String, SimulatedKernel> kernels) {
    epochs =
        thread.scheduleWithFixedDelay(
            () -> layers.forEach(layer -> train(layer, kernels)),
            0,
            PERIOD_MS,
            TimeUnit.MILLISECONDS);
  }

  private static void train(LayerRuntime layer, Map<String, SimulatedKernel> kernels) {
    SimulatedKernel kernel = Objects.requireNonNull(kernels.get(layer.layerId()), layer.layerId());
    layer.onTrainingEpoch();
    layer.report(kernel.measure());
  }

  /**
   * Trains no more; returns when the last report is handed over.
   *
   * @throws AssertionError when training had failed before
   */
  @Override
  public void close() {
    boolean trained = epochs.cancel(false);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the training thread does not end");
      }
      if (!trained && !epochs.isCancelled()) {
        epochs.get();
      }
    } catch (ExecutionException failed) {
      throw new AssertionError("training failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while training ends", interrupted);
    }
  }
}
