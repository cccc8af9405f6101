package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.AlphaRamp;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.BlendStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpiralTrainingTest {

  private static final AlphaRamp RAMP = new AlphaRamp(4);

  private static final int SEEDS = 10;
  private static final int WIDTH = 16;

  @Test
  void learnsTheSpiralsFarBetterThanChance() {
    try (SpiralTraining training =
        SpiralTraining.start(TrainingOptions.of(List.of("a", "b"), 100, 1))) {
      double accuracy = 0;
      while (accuracy < 0.85 && training.trainingEpoch() < 1500) {
        training.trainEpoch();
        accuracy = training.evaluate().withSeeds();
      }
      assertThat(accuracy).isGreaterThanOrEqualTo(0.85);
    }
  }

  @Test
  void givesEqualLossesForEqualOptionsAndChanges() {
    List<Double> losses = lossesWithChanges(5);

    assertThat(lossesWithChanges(5)).isEqualTo(losses);
    assertThat(lossesWithChanges(6)).isNotEqualTo(losses);
  }

  private static List<Double> lossesWithChanges(long randomSeed) {
    List<Double> losses = new ArrayList<>();
    try (SpiralTraining training = small(randomSeed)) {
      for (int step = 0; step < 60; step++) {
        if (step == 20) {
          request(training, 0, 3, SeedState.TRAINING);
        }
        if (step == 40) {
          request(training, 0, 3, SeedState.GRAFTING);
        }
        losses.add(training.step().loss());
      }
    }
    return losses;
  }

  @Test
  void leavesTheLossesAsTheyAreWhileNoSeedIsBlendedIn() {
    List<Double> asleep = new ArrayList<>();
    List<Double> training = new ArrayList<>();
    try (SpiralTraining first = small(5);
        SpiralTraining second = small(5)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        request(second, 1, seed, SeedState.TRAINING);
      }
      for (int step = 0; step < 30; step++) {
        asleep.add(first.step().loss());
        training.add(second.step().loss());
      }
    }
    assertThat(training).isEqualTo(asleep);
  }

  @Test
  void fitsTheBlueprintsOfSeedsInTrainingBelowOneHundredth() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer layer = training.layers().get(1);
      for (int seed = 0; seed < SEEDS; seed++) {
        request(training, 1, seed, SeedState.TRAINING);
      }
      epochs(training, 60);
      layer.read();
      training.trainEpoch();
      layer.read();

      for (int seed = 0; seed < SEEDS; seed++) {
        assertThat(measured(layer, seed, MetricNames.RECONSTRUCTION_LOSS))
            .as("reconstruction loss of seed %d", seed)
            .isBetween(0.0, 0.01);
        assertThat(layer.seed(seed).blueprint()).isNotEqualTo(layer.freshBlueprint(seed, 0));
      }
    }
  }

  @Test
  void measuresWhatTheDefinitionsPromiseThroughALife() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer layer = training.layers().get(0);
      request(training, 0, 2, SeedState.GRAFTING);
      epochs(training, 2);
      LayerReading grafting = layer.read();
      assertThat(grafting.seeds().get(2).alpha()).isEqualTo(0.5);
      assertThat(grafting.seeds().get(2).epochsInState()).isEqualTo(2);

      request(training, 0, 2, SeedState.EVALUATING);
      epochs(training, 20);
      LayerReading evaluating = layer.read();

      assertThat(evaluating.trainingEpoch()).isEqualTo(22);
      assertThat(evaluating.layerMetrics())
          .containsOnlyKeys(MetricNames.LOSS, MetricNames.ACCURACY, MetricNames.COMPUTE_TIME_MS);
      assertThat(evaluating.seeds().get(2).measured())
          .containsOnlyKeys(
              MetricNames.ACTIVATION_MEAN,
              MetricNames.ACTIVATION_VARIANCE,
              MetricNames.ACCURACY,
              MetricNames.PERFORMANCE_DELTA,
              MetricNames.STABILITY_SCORE,
              MetricNames.ERROR_RATE,
              MetricNames.ERROR_COUNT);
      assertThat(evaluating.seeds().get(3).measured())
          .containsOnlyKeys(MetricNames.ACTIVATION_MEAN, MetricNames.ACTIVATION_VARIANCE);
      assertThat(evaluating.columns()).hasSize(LayerReading.SEED_METRICS.size());
      assertThat(evaluating.columns().get(4).at(2)).isPresent();
      assertThat(evaluating.columns().get(4).at(3)).isEmpty();
    }
  }

  @Test
  void seesWhatASeedDoesToTheAccuracy() {
    try (SpiralTraining training = small(5)) {
      epochs(training, 300);
      double before = training.evaluate().withSeeds();
      for (int seed = 0; seed < SEEDS; seed++) {
        TrainedLayer layer = training.layers().get(1);
        layer.request(
            new SeedAssignment(
                seed,
                SeedState.FOSSILIZED,
                0,
                BlendStrategy.MULTIPLICATIVE,
                RAMP,
                silence(layer, seed)));
      }
      training.step();

      Evaluation evaluation = training.evaluate();
      assertThat(evaluation.withSeeds()).isLessThan(0.6);
      assertThat(evaluation.withoutSeeds()).isGreaterThan(before - 0.1);
      assertThat(training.evaluate()).isEqualTo(evaluation);
    }
  }

  @Test
  void putsBackABlueprintThatItHadBefore() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer layer = training.layers().get(0);
      request(training, 0, 1, SeedState.TRAINING);
      epochs(training, 10);
      layer.read();
      Blueprint learned = layer.seed(1).blueprint();

      request(training, 0, 1, SeedState.TRAINING);
      epochs(training, 2);
      layer.request(
          new SeedAssignment(1, SeedState.ROLLED_BACK, 0, BlendStrategy.LINEAR, RAMP, learned));
      assertThat(layer.seed(1).blueprint().id()).isEqualTo(learned.id());
      training.step();
      layer.read();

      assertThat(layer.seed(1).blueprint()).isEqualTo(learned);
      assertThat(layer.kernel().blended().isIdentity()).isTrue();
    }
  }

  @Test
  void goesOnTrainingAsTheIdentityWhenASeedOverflows() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer layer = training.layers().get(0);
      float[] huge = new float[layer.layout().size(4)];
      Arrays.fill(huge, Float.MAX_VALUE);
      layer.request(
          new SeedAssignment(
              4, SeedState.EVALUATING, 0, BlendStrategy.LINEAR, RAMP, Blueprint.of(huge, huge)));
      epochs(training, 30);

      LayerReading reading = layer.read();
      assertThat(reading.kernelFailures()).isPositive();
      assertThat(reading.layerMetrics().get(MetricNames.LOSS)).isFinite();
      assertThat(measured(layer, 4, MetricNames.ERROR_COUNT)).isPositive();
      assertThat(reading.seeds().get(4).metrics().measured(MetricNames.PERFORMANCE_DELTA))
          .isEmpty();
      double loss = training.step().loss();
      assertThat(loss).isFinite();

      request(training, 0, 4, SeedState.CULLED);
      request(training, 0, 5, SeedState.EVALUATING);
      training.step();
      assertThat(layer.kernel().blended().isIdentity()).isFalse();
    }
  }

  @Test
  void takesNoStepOnALossThatIsNotFiniteAndSuspendsItsSeeds() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer last = training.layers().get(1);
      for (int seed = 0; seed < SEEDS; seed++) {
        float[] huge = new float[last.layout().size(seed)];
        Arrays.fill(huge, 2e38f);
        last.request(
            new SeedAssignment(
                seed,
                SeedState.EVALUATING,
                0,
                BlendStrategy.ADDITIVE,
                RAMP,
                Blueprint.of(huge, huge)));
      }
      assertThat(training.step().loss()).isNotFinite();
      assertThat(last.kernel().blended().isIdentity()).isTrue();
      assertThat(training.step().loss()).isFinite();
      assertThat(last.read().kernelFailures()).isEqualTo(1);
    }
  }

  @Test
  void refusesABlueprintThatDoesNotFitAndASeedThatDoesNotExist() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer layer = training.layers().get(0);
      Blueprint wide = Blueprint.identity(3);

      assertThatThrownBy(
              () ->
                  layer.request(
                      new SeedAssignment(
                          0, SeedState.TRAINING, 0, BlendStrategy.LINEAR, RAMP, wide)))
          .hasMessage("layer a: the blueprint for seed 0 covers 3 features, its chunk has 2");
      assertThatThrownBy(
              () ->
                  layer.request(
                      new SeedAssignment(
                          10, SeedState.TRAINING, 0, BlendStrategy.LINEAR, RAMP, wide)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void drawsFreshBlueprintsByLayerSeedAndAttempt() {
    try (SpiralTraining training = small(5)) {
      TrainedLayer layer = training.layers().get(0);
      Blueprint fresh = layer.freshBlueprint(0, 0);

      assertThat(fresh).isEqualTo(layer.freshBlueprint(0, 0));
      assertThat(fresh).isNotEqualTo(layer.freshBlueprint(0, 1));
      assertThat(fresh).isNotEqualTo(layer.freshBlueprint(1, 0));
      assertThat(fresh).isNotEqualTo(training.layers().get(1).freshBlueprint(0, 0));
    }
  }

  @Test
  void endsAnEpochAfterItsLastBatch() {
    try (SpiralTraining training = small(5)) {
      assertThat(training.step().endedEpoch()).isFalse();
      StepResult second = training.step();
      assertThat(second.endedEpoch()).isTrue();
      assertThat(second.trainingEpoch()).isEqualTo(1);
      assertThat(training.trainEpoch().trainingEpoch()).isEqualTo(2);
      assertThat(training.layers().get(0).layerId()).isEqualTo("a");
    }
  }

  private static SpiralTraining small(long randomSeed) {
    return SpiralTraining.start(
        new TrainingOptions(
            List.of("a", "b"),
            SEEDS,
            WIDTH,
            128,
            100,
            64,
            0.05,
            0.01,
            0,
            0.1,
            new AlphaRamp(4),
            4,
            randomSeed));
  }

  private static void request(SpiralTraining training, int layer, int seed, SeedState state) {
    TrainedLayer target = training.layers().get(layer);
    target.request(
        new SeedAssignment(
            seed, state, 0, BlendStrategy.LINEAR, RAMP, target.freshBlueprint(seed, 0)));
  }

  private static Blueprint silence(TrainedLayer layer, int seed) {
    int features = layer.layout().size(seed);
    return Blueprint.of(new float[features], new float[features]);
  }

  private static double measured(TrainedLayer layer, int seed, String metric) {
    return layer.seed(seed).metrics().measured(metric).orElseThrow();
  }

  private static void epochs(SpiralTraining training, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      training.trainEpoch();
    }
  }
}
