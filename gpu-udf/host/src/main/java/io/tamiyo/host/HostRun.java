package io.tamiyo.host;

import ai.djl.nn.Block;
import io.tamiyo.host.spirals.SpiralTraining;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
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
    try (LayerHost host = command.host(environment);
        SpiralTraining training = SpiralTraining.start(command.spirals(), blocks(host));
        TrainingLoop loop =
            new TrainingLoop(training, command.prologue(), host, command.epochsPerSecond())) {
      loop.start();
      if (command.isChild()) {
        HostConsole.follow(input, loop::stop, this::end);
      }
      end.await();
      return finish(host, loop);
    }
  }

  private List<Block> blocks(LayerHost host) {
    return command.layerIds().stream().map(host::layer).toList();
  }

  private HostSummary finish(LayerHost host, TrainingLoop loop) {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException(String.valueOf(thrown.getMessage()), thrown);
    }
    HostSummary.Accuracy accuracy = loop.stop();
    boolean complete = host.stop();
    return HostSummary.of(host.counts(), complete, host.trainingEpoch(), accuracy, host.seeds());
  }
}
