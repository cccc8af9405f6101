package io.tamiyo.host;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.grafting.AlphaRules;
import io.tamiyo.host.kernel.ChunkedLayer;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.spirals.SpiralOptions;
import io.tamiyo.host.spirals.SpiralTraining;
import io.tamiyo.host.spirals.StepResult;
import io.tamiyo.host.training.LearningOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Somebody's training loop, on the thread of the test. */
final class TestingLoop implements AutoCloseable {

  static final String LAYER = "encoder.0";
  static final int SEEDS = 4;

  private static final int WIDTH = 16;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final LayerHost host;
  private final TestingJob job;
  private final SpiralTraining training;
  private double loss = Double.NaN;

  TestingLoop(LayerHost host, TestingJob job) {
    this(host, job, 1);
  }

  TestingLoop(LayerHost host, TestingJob job, long nextStep) {
    this.host = host;
    this.job = job;
    training =
        SpiralTraining.start(
            new SpiralOptions(WIDTH, 128, 100, 64, 0.05, 0.01, 0, 5), List.of(host.layer(LAYER)));
    host.evaluateBy(training::heldOutAccuracy);
    host.start(nextStep);
  }

  /** A host of one layer whose grafts count in full at once. */
  static LayerHostBuilder host(String redis) {
    return LayerHost.at(redis)
        .hostId("host-1")
        .layer(LAYER, WIDTH, SEEDS)
        .reportInterval(Duration.ofMillis(50))
        .learning(LearningOptions.DEFAULTS.withAlphaRules(AlphaRules.over(0)));
  }

  void steps(int count) {
    for (int step = 0; step < count; step++) {
      StepResult result = training.step();
      loss = result.loss();
      host.endStep(loss);
      if (result.endedEpoch()) {
        host.endEpoch();
      }
    }
  }

  /** Trains until something holds. */
  void until(String what, BooleanSupplier condition) {
    until(what, condition, () -> steps(5));
  }

  /** The same, in whatever way training goes on. */
  static void until(String what, BooleanSupplier condition, Runnable training) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + SOON + ": " + what);
      }
      training.run();
    }
  }

  /** Commands a seed into a state, and trains until it is there. */
  void take(int seedId, SeedState... states) {
    for (SeedState state : states) {
      command(seedId, state);
      until("seed %d is %s".formatted(seedId, state), () -> seed(seedId).state() == state);
      steps(3);
    }
  }

  /** Sends a command on the present revision of a seed. */
  Command command(int seedId, SeedState state) {
    Command command = transition(seed(seedId), state);
    job.append(StreamNames.unnamed().control(LAYER), LAYER, command);
    return command;
  }

  /** A command on the revision of a seed. */
  static Command transition(Seed seed, SeedState state) {
    return Fixtures.transition(LAYER, state)
        .of(new SeedTarget(seed.id(), seed.revision()))
        .forced()
        .build();
  }

  Seed seed(int seedId) {
    return host.seeds().get(0).seed(seedId);
  }

  /** What is in force. */
  ChunkedLayer layer() {
    return (ChunkedLayer) host.layer(LAYER);
  }

  /** What the layer makes of a fixed input. */
  float[] output() {
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] input = new float[2 * WIDTH];
      for (int i = 0; i < input.length; i++) {
        input[i] = (i - 7) / 3f;
      }
      NDArray x = manager.create(input, new Shape(2, WIDTH));
      return layer()
          .forward(new ParameterStore(manager, false), new NDList(x), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  /** What the seeds have learned. */
  List<LiveWeights> live() {
    return host.trained(LAYER).liveWeights();
  }

  /** The weights of a seed. */
  Blueprint blueprint(int seedId) {
    host.trained(LAYER).read();
    return host.trained(LAYER).seed(seedId).blueprint();
  }

  double loss() {
    return loss;
  }

  LayerHost host() {
    return host;
  }

  @Override
  public void close() {
    host.close();
    training.close();
  }
}
