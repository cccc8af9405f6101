package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.AlphaState;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.TensorEngine;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Learning of one layer in a loop of a few lines, whose loss is how far y is from −x. */
class LayerLearningTest {

  private static final ChunkLayout LAYOUT = new ChunkLayout(7, 3);
  private static final int ROWS = 32;
  private static final Blueprint NOTHING = Blueprint.identity(2);

  private final NDManager manager = TensorEngine.newManager();
  private final TrainedLayer layer =
      new TrainedLayer("layer-1", LAYOUT, LearningOptions.DEFAULTS, manager);

  @AfterEach
  void close() {
    layer.close();
    manager.close();
  }

  @RandomSeeds
  void reproducesItsChunkWithinOneHundredStepsInEveryKind(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (BlueprintKind kind : BlueprintKind.values()) {
      for (int exponent = -2; exponent <= 2; exponent++) {
        reproducesItsChunk(kind, Math.pow(10, exponent), random);
      }
    }
  }

  private void reproducesItsChunk(BlueprintKind kind, double size, SplittableRandom random) {
    for (int seed = 0; seed < 3; seed++) {
      request(seed, SeedState.TRAINING, layer.freshBlueprint(kind, seed, random.nextLong()));
    }
    double offset = random.nextDouble(-1, 1);
    for (int step = 0; step < 100; step++) {
      layer.read();
      step(values(random, offset, size));
    }
    for (SeedReading reading : layer.read().seeds()) {
      assertThat(reading.metrics().measured(MetricNames.RECONSTRUCTION_LOSS).orElseThrow())
          .as("%s, activations of %s around %s", kind, size, offset * size)
          .isLessThanOrEqualTo(0.01);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SeedState.class,
      names = {"GRAFTING", "STABILIZATION", "EVALUATING", "FINE_TUNING"})
  void learnsFromTheLossOfTheTaskFromGraftingToFineTuning(SeedState state) {
    double before = lossAfter(0);
    request(1, state, NOTHING);

    assertThat(lossAfter(150)).isLessThan(0.8 * before);
    assertThat(layer.read().seeds().get(1).blueprint()).isNotEqualTo(NOTHING);
  }

  @ParameterizedTest
  @EnumSource(
      value = SeedState.class,
      names = {"GRAFTING", "STABILIZATION", "EVALUATING", "FINE_TUNING"},
      mode = EnumSource.Mode.EXCLUDE)
  void learnsNothingFromTheTaskInAnyOtherState(SeedState state) {
    request(1, state, NOTHING);
    double before = lossAfter(0);

    assertThat(lossAfter(20)).isEqualTo(before);
  }

  @Test
  void goesOnWithWhatItHasLearnedFromStateToStateAndHoldsItWhenFossilized() {
    request(1, SeedState.GRAFTING, NOTHING);
    lossAfter(60);
    Blueprint learned = layer.read().seeds().get(1).blueprint();
    request(1, SeedState.FOSSILIZED, NOTHING);
    double held = lossAfter(0);

    assertThat(lossAfter(20)).isEqualTo(held);
    assertThat(layer.read().seeds().get(1).blueprint()).isEqualTo(learned);
  }

  @Test
  void givesTheInputBackBitByBitWhenAGraftIsRolledBack() {
    double before = lossAfter(0);
    request(1, SeedState.GRAFTING, NOTHING);
    assertThat(lossAfter(60)).isLessThan(before);
    request(1, SeedState.ROLLED_BACK, NOTHING);

    assertThat(lossAfter(1)).isEqualTo(before);
    assertThat(layer.kernel().inForce().isIdentity()).isTrue();
  }

  @Test
  void beginsAnewWhereAGraftIsPutBack() {
    request(1, SeedState.GRAFTING, NOTHING);
    lossAfter(60);
    Blueprint earlier = Blueprint.of(new float[] {0.5f, 0.5f}, new float[2]);
    layer.request(
        new SeedAssignment(
            1,
            SeedState.GRAFTING,
            7,
            BlendStrategy.LINEAR,
            new LinearRamp(10),
            earlier,
            new AlphaState(0.25, 0, 0, 0),
            null));
    layer.takeChanges();

    SeedReading reading = layer.read().seeds().get(1);
    assertThat(reading.blueprint()).isEqualTo(earlier);
    assertThat(reading.alpha()).isEqualTo(0.25);
  }

  @Test
  void leavesOutAStepOfReconstructionWhileTheUserCollectsGradients() {
    Blueprint fresh = layer.freshBlueprint(BlueprintKind.MODULE, 1, 1);
    request(1, SeedState.TRAINING, fresh);
    layer.takeChanges();
    try (GradientCollector collector = TensorEngine.load().newGradientCollector()) {
      assertThat(collector).isNotNull();
      forward(values(new SplittableRandom(1), 0, 1));
      layer.endStep(1);
    }

    assertThat(layer.read().seeds().get(1).blueprint()).isEqualTo(fresh);
    step(values(new SplittableRandom(1), 0, 1));
    assertThat(layer.read().seeds().get(1).blueprint()).isNotEqualTo(fresh);
  }

  /** The loss on one batch after steps on others; a step is an epoch. */
  private double lossAfter(int steps) {
    SplittableRandom random = new SplittableRandom(2);
    for (int step = 0; step < steps; step++) {
      step(values(random, 0.3, 1));
      layer.endEpoch(step);
    }
    layer.takeChanges();
    float[] x = values(new SplittableRandom(1), 0.3, 1);
    try (NDManager pass = manager.newSubManager()) {
      NDArray input = pass.create(x, new Shape(ROWS, LAYOUT.features()));
      return loss(input, input.duplicate(), false).getFloat();
    }
  }

  private void step(float[] x) {
    layer.takeChanges();
    layer.endStep(forward(x));
  }

  /** One forward and, if no collector is open, backward pass. */
  private double forward(float[] x) {
    try (NDManager pass = manager.newSubManager()) {
      NDArray input = pass.create(x, new Shape(ROWS, LAYOUT.features()));
      return differentiated(input);
    }
  }

  private double differentiated(NDArray input) {
    input.setRequiresGradient(true);
    try (GradientCollector collector = TensorEngine.load().newGradientCollector()) {
      NDArray loss = loss(input, input.stopGradient(), true);
      collector.backward(loss);
      return loss.getFloat();
    } catch (IllegalStateException collected) {
      return loss(input, input.stopGradient(), true).getFloat();
    }
  }

  private NDArray loss(NDArray x, NDArray constant, boolean training) {
    ParameterStore none = new ParameterStore(manager, false);
    NDArray y = layer.kernel().forward(none, new NDList(x), training).singletonOrThrow();
    return y.add(constant).square().mean();
  }

  private void request(int seed, SeedState state, Blueprint blueprint) {
    layer.request(
        new SeedAssignment(seed, state, 0, BlendStrategy.LINEAR, new LinearRamp(10), blueprint));
  }

  private static float[] values(SplittableRandom random, double offset, double size) {
    float[] values = new float[ROWS * LAYOUT.features()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * (offset + random.nextGaussian()));
    }
    return values;
  }
}
