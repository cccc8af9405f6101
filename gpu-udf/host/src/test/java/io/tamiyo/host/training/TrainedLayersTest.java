package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainedLayersTest {

  private static final LinearRamp RAMP = TestingRun.RAMP;
  private static final int SEEDS = 10;

  @Test
  void givesEqualLossesForEqualOptionsAndChanges() {
    List<Double> losses = lossesWithChanges(5);

    assertThat(lossesWithChanges(5)).isEqualTo(losses);
    assertThat(lossesWithChanges(6)).isNotEqualTo(losses);
  }

  private static List<Double> lossesWithChanges(long randomSeed) {
    List<Double> losses = new ArrayList<>();
    try (TestingRun training = TestingRun.small(randomSeed)) {
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
    try (TestingRun first = TestingRun.small(5);
        TestingRun second = TestingRun.small(5)) {
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
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer layer = training.layer(1);
      for (int seed = 0; seed < SEEDS; seed++) {
        request(training, 1, seed, SeedState.TRAINING);
      }
      training.epochs(60);
      layer.read();
      training.trainEpoch();
      layer.read();

      for (int seed = 0; seed < SEEDS; seed++) {
        assertThat(measured(layer, seed, MetricNames.RECONSTRUCTION_LOSS))
            .as("reconstruction loss of seed %d", seed)
            .isBetween(0.0, 0.01);
        assertThat(layer.seed(seed).blueprint())
            .isNotEqualTo(layer.freshBlueprint(BlueprintKind.BOTH, seed, 0));
      }
    }
  }

  @Test
  void measuresWhatTheDefinitionsPromiseThroughALife() {
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer layer = training.layer(0);
      request(training, 0, 2, SeedState.GRAFTING);
      training.epochs(2);
      LayerReading grafting = layer.read();
      assertThat(grafting.seeds().get(2).alpha()).isEqualTo(0.5);
      assertThat(grafting.seeds().get(2).epochsInState()).isEqualTo(2);

      request(training, 0, 2, SeedState.EVALUATING);
      training.epochs(20);
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
    try (TestingRun training = TestingRun.small(5)) {
      training.epochs(300);
      double before = training.accuracy();
      for (int seed = 0; seed < SEEDS; seed++) {
        TrainedLayer layer = training.layer(1);
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

      double after = training.accuracy();
      assertThat(after).isLessThan(0.6);
      assertThat(training.accuracyWithoutSeeds()).isGreaterThan(before - 0.1);
      assertThat(training.accuracy()).isEqualTo(after);
    }
  }

  @Test
  void putsBackABlueprintThatItHadBefore() {
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer layer = training.layer(0);
      request(training, 0, 1, SeedState.TRAINING);
      training.epochs(10);
      layer.read();
      Blueprint learned = layer.seed(1).blueprint();

      request(training, 0, 1, SeedState.TRAINING);
      training.epochs(2);
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
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer layer = training.layer(0);
      float[] huge = new float[layer.layout().size(4)];
      Arrays.fill(huge, Float.MAX_VALUE);
      layer.request(
          new SeedAssignment(
              4, SeedState.EVALUATING, 0, BlendStrategy.LINEAR, RAMP, Blueprint.of(huge, huge)));
      training.epochs(30);

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
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer last = training.layer(1);
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
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer layer = training.layer(0);
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
    try (TestingRun training = TestingRun.small(5)) {
      TrainedLayer layer = training.layer(0);
      Blueprint fresh = layer.freshBlueprint(BlueprintKind.BOTH, 0, 0);

      assertThat(fresh).isEqualTo(layer.freshBlueprint(BlueprintKind.BOTH, 0, 0));
      assertThat(fresh).isNotEqualTo(layer.freshBlueprint(BlueprintKind.BOTH, 0, 1));
      assertThat(fresh).isNotEqualTo(layer.freshBlueprint(BlueprintKind.BOTH, 1, 0));
      assertThat(fresh).isNotEqualTo(training.layer(1).freshBlueprint(BlueprintKind.BOTH, 0, 0));
    }
  }

  private static void request(TestingRun training, int layer, int seed, SeedState state) {
    TrainedLayer target = training.layer(layer);
    target.request(
        new SeedAssignment(
            seed,
            state,
            0,
            BlendStrategy.LINEAR,
            RAMP,
            target.freshBlueprint(BlueprintKind.BOTH, seed, 0)));
  }

  private static Blueprint silence(TrainedLayer layer, int seed) {
    int features = layer.layout().size(seed);
    return Blueprint.of(new float[features], new float[features]);
  }

  private static double measured(TrainedLayer layer, int seed, String metric) {
    return layer.seed(seed).metrics().measured(metric).orElseThrow();
  }
}
