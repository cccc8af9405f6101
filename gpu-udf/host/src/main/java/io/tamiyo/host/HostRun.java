package io.tamiyo.host;

import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.training.Evaluation;
import io.tamiyo.host.training.SpiralTraining;
import io.tamiyo.host.training.TrainedKernel;
import io.tamiyo.host.training.TrainingOptions;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** One run of a host, from its options to its summary. */
final class HostRun {

  private final HostCommand command;
  private final Map<String, String> environment;
  private final InputStream input;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  HostRun(HostCommand command, Map<String, String> environment, InputStream input) {
    this.command = command;
    this.environment = environment;
    this.input = input;
  }

  /** Asks for the end. */
  void end() {
    end.countDown();
  }

  /** Asks for the end because a thread broke off. */
  void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    end();
  }

  /**
   * Runs until the end is asked for.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   * @throws IllegalStateException with the cause, when a thread broke off
   */
  HostSummary run() throws InterruptedException {
    RedisEndpoint redis = command.redis(environment);
    HostOptions options = command.host();
    TrainingOptions trainingOptions = command.training();
    redis.connect().close();
    try (HostStores stores = command.stores();
        SpiralTraining training = SpiralTraining.start(trainingOptions)) {
      Map<String, TrainedKernel> kernels = kernels(training, trainingOptions, stores);
      HostProcess host =
          new HostProcess(
              options,
              redis,
              stores,
              layerId -> Objects.requireNonNull(kernels.get(layerId), layerId));
      TrainingLoop loop =
          new TrainingLoop(
              training,
              List.copyOf(kernels.values()),
              host.layers(),
              command.reportInterval(),
              command.epochsPerSecond());
      host.start();
      loop.start();
      if (command.isChild()) {
        HostConsole.follow(input, loop::stop, this::end);
      }
      end.await();
      return finish(host, loop, training);
    }
  }

  private static Map<String, TrainedKernel> kernels(
      SpiralTraining training, TrainingOptions options, HostStores stores) {
    Map<String, TrainedKernel> kernels = new LinkedHashMap<>();
    training
        .layers()
        .forEach(
            layer ->
                kernels.put(layer.layerId(), new TrainedKernel(layer, options, stores.weights())));
    return kernels;
  }

  private HostSummary finish(HostProcess host, TrainingLoop loop, SpiralTraining training) {
    Throwable thrown = failure.get();
    if (thrown != null) {
      host.stop();
      throw new IllegalStateException(String.valueOf(thrown.getMessage()), thrown);
    }
    Evaluation evaluation = loop.stop();
    boolean complete = host.stop();
    return HostSummary.of(
        host.counts(), complete, training.trainingEpoch(), evaluation, host.layers());
  }
}
