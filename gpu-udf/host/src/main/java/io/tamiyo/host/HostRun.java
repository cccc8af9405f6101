package io.tamiyo.host;

import io.tamiyo.host.blueprint.BlueprintStore;
import io.tamiyo.host.layer.HostOptions;
import io.tamiyo.host.layer.HostProcess;
import io.tamiyo.host.layer.HostStores;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.training.Evaluation;
import io.tamiyo.host.training.SpiralTraining;
import io.tamiyo.host.training.TrainedLayer;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    redis.connect().close();
    try (HostStores stores = command.stores();
        SpiralTraining training = SpiralTraining.start(command.training())) {
      HostProcess host = new HostProcess(options, redis, stores, kernels(training, stores));
      TrainingLoop loop =
          new TrainingLoop(
              training, host.layers(), command.reportInterval(), command.epochsPerSecond());
      host.start();
      loop.start();
      if (command.isChild()) {
        HostConsole.follow(input, loop::stop, this::end);
      }
      end.await();
      return finish(host, loop, training);
    }
  }

  private static Function<String, LayerKernel> kernels(SpiralTraining training, HostStores stores) {
    Map<String, TrainedLayer> layers =
        training.layers().stream().collect(Collectors.toMap(TrainedLayer::layerId, layer -> layer));
    Optional<BlueprintStore> weights = stores.weights().map(BlueprintStore::new);
    return layerId ->
        new SpiralKernel(Objects.requireNonNull(layers.get(layerId), layerId), weights);
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
