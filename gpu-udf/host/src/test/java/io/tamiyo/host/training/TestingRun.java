package io.tamiyo.host.training;

import ai.djl.ndarray.NDManager;
import io.tamiyo.host.grafting.AlphaRules;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.TensorEngine;
import io.tamiyo.host.spirals.Prologue;
import io.tamiyo.host.spirals.SpiralOptions;
import io.tamiyo.host.spirals.SpiralTraining;
import io.tamiyo.host.spirals.StepResult;
import java.util.List;

/** Chunked layers in a training run on the spirals, without a host. */
final class TestingRun implements AutoCloseable {

  static final LinearRamp RAMP = new LinearRamp(4);

  private static final long SECOND = 1_000_000_000;

  /** Goes on at each reading, by so much that evaluations can always be afforded. */
  private long clock;

  private final NDManager manager = TensorEngine.newManager();
  private final TrainedLayers layers;
  private final SpiralTraining training;

  TestingRun(
      List<String> layerIds,
      int seeds,
      SpiralOptions options,
      LearningOptions learning,
      int deltasPerEpoch) {
    ChunkLayout layout = new ChunkLayout(options.width(), seeds);
    layers =
        new TrainedLayers(
            layerIds.stream().map(id -> new TrainedLayer(id, layout, learning, manager)).toList(),
            new EvaluationOptions(deltasPerEpoch, 1000),
            () -> clock += SECOND);
    training =
        SpiralTraining.start(options, layers.layers().stream().map(TrainedLayer::kernel).toList());
    layers.evaluateBy(training::heldOutAccuracy);
  }

  /** Two layers of 16 features and 10 seeds, two steps an epoch. */
  static TestingRun small(long randomSeed) {
    return new TestingRun(
        List.of("a", "b"),
        10,
        new SpiralOptions(16, 128, 100, 64, 0.05, 0.01, 0, randomSeed),
        LearningOptions.DEFAULTS.withAlphaRules(AlphaRules.over(4)).withRandomSeed(randomSeed),
        4);
  }

  TrainedLayer layer(int place) {
    return layers.layers().get(place);
  }

  StepResult step() {
    layers.takeChanges();
    StepResult step = training.step();
    layers.endStep(step.loss());
    if (step.endedEpoch()) {
      layers.endEpoch();
    }
    return step;
  }

  void trainEpoch() {
    epochs(1);
  }

  void epochs(int count) {
    for (int epoch = 0; epoch < count; epoch++) {
      boolean ended = false;
      while (!ended) {
        ended = step().endedEpoch();
      }
    }
  }

  /**
   * Trains the network without telling its layers, freezes its own weights, and disturbs the
   * features before the first layer.
   *
   * @return the accuracy between training and disturbance
   */
  double disturbAfter(int epochsAlone) {
    return new Prologue(epochsAlone, true, true).play(training, () -> true);
  }

  long trainingEpoch() {
    return layers.trainingEpoch();
  }

  double accuracy() {
    return training.heldOutAccuracy();
  }

  double accuracyWithoutSeeds() {
    return layers.withoutSeeds(training::heldOutAccuracy);
  }

  int heldTensors() {
    return training.heldTensors();
  }

  @Override
  public void close() {
    training.close();
    layers.close();
    manager.close();
  }
}
