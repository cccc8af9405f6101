package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.checkpoint.SeedWeights;
import io.tamiyo.host.grafting.AlphaRules;
import io.tamiyo.host.grafting.AlphaState;
import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.spirals.SpiralOptions;
import io.tamiyo.host.store.StoreDirectory;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.store.WeightFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedKernelTest {

  private static final LearningOptions LEARNING =
      LearningOptions.DEFAULTS.withAlphaRules(AlphaRules.over(4));

  private final TestingRun training =
      new TestingRun(
          List.of("a"), 3, new SpiralOptions(8, 64, 50, 64, 0.05, 0.01, 0, 5), LEARNING, 2);
  private final TrainedLayer layer = training.layer(0);
  private final TrainedKernel kernel =
      new TrainedKernel(layer, LEARNING, Optional.empty(), Optional.empty());

  @TempDir private Path directory;

  @AfterEach
  void close() {
    training.close();
  }

  @Test
  void graftsTheWeightsThatWereOfferedThoughTrainingHasGoneOn() {
    String id = train(kernel, 1);
    training.trainEpoch();
    layer.read();

    Seed grafting = seed(1, SeedState.GRAFTING, id, GraftingStrategy.GRADUAL);
    kernel.keepWeights(grafting);
    assertThat(kernel.hasWeights(grafting)).isTrue();
    kernel.apply(grafting);
    training.trainEpoch();
    layer.read();

    assertThat(layer.seed(1).blueprint().id()).isEqualTo(id);
    assertThat(layer.seed(1).alpha()).isEqualTo(0.25);
  }

  @Test
  void graftsAtOnceWhenItIsToldTo() {
    String id = train(kernel, 1);
    Seed grafting = seed(1, SeedState.GRAFTING, id, GraftingStrategy.IMMEDIATE);
    kernel.keepWeights(grafting);
    kernel.apply(grafting);
    training.trainEpoch();
    layer.read();

    assertThat(layer.seed(1).alpha()).isEqualTo(1.0);
  }

  @Test
  void findsWeightsAgainAfterARestartIfItHasFiles() {
    Seed grafted;
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS)) {
      TrainedKernel first = withFiles(store.weights());
      grafted = seed(1, SeedState.EVALUATING, train(first, 1), GraftingStrategy.GRADUAL);
      first.keepWeights(grafted);
    }
    assertThat(kernel.hasWeights(grafted)).isFalse();
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS)) {
      TrainedKernel second = withFiles(store.weights());

      assertThat(second.hasWeights(grafted)).isTrue();
      second.apply(grafted);
      assertThat(layer.seed(1).blueprint().id()).isEqualTo(grafted.blueprintId());
    }
  }

  @Test
  void refusesWeightsThatItDoesNotHaveOrThatDoNotFit() {
    String id = train(kernel, 0);
    kernel.keepWeights(seed(0, SeedState.GRAFTING, id, GraftingStrategy.GRADUAL));
    Seed ofAnotherWidth = seed(2, SeedState.GRAFTING, id, GraftingStrategy.GRADUAL);
    Seed unknown = seed(0, SeedState.TRAINING, "../10", GraftingStrategy.GRADUAL);

    assertThat(kernel.hasWeights(ofAnotherWidth)).isFalse();
    assertThatThrownBy(() -> kernel.keepWeights(ofAnotherWidth))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("layer a, seed 2: no weights \"" + id);
    assertThatThrownBy(() -> kernel.keepWeights(unknown)).isInstanceOf(StoreFailure.class);
    assertThatThrownBy(() -> kernel.apply(unknown)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void letsASeedLearnTheKindThatACommandNames() {
    for (SeedState state : List.of(SeedState.DORMANT, SeedState.TRAINING)) {
      Seed told = seed(1, state, "module", GraftingStrategy.GRADUAL);
      kernel.keepWeights(told);
      assertThat(kernel.hasWeights(told)).isTrue();
      kernel.apply(told);
    }
    training.trainEpoch();
    layer.read();
    Seed grafting =
        seed(
            1,
            SeedState.GRAFTING,
            kernel.learnedBlueprint(1).orElseThrow(),
            GraftingStrategy.GRADUAL);
    kernel.keepWeights(grafting);
    kernel.apply(grafting);

    assertThat(layer.seed(1).blueprint().kind()).isEqualTo(BlueprintKind.MODULE);
    assertThat(kernel.hasWeights(seed(1, SeedState.GRAFTING, "module", GraftingStrategy.GRADUAL)))
        .isFalse();
  }

  @Test
  void knowsBesideTheDecidingHostWhatSeedsHaveLearnedBetterThanItsEarlierLifeHasTold() {
    Revision origin = new Revision(1, 2);
    Seed grafting =
        new Seed(
            1,
            SeedState.STABILIZATION,
            new Revision(1, 3),
            0,
            "told",
            GraftingStrategy.GRADUAL,
            origin);
    kernel.ready(grafting, told(origin, 0.75)).run();

    kernel.readyHere(grafting, told(origin, 0.25)).run();
    assertThat(kernel.weights(grafting)).isEqualTo(told(origin, 0.75));

    kernel.readyHere(grafting, told(new Revision(1, 1), 0.25)).run();
    assertThat(kernel.weights(grafting)).isEqualTo(told(origin, 0.75));
  }

  /** The weights of seed 1 as they are told. */
  private byte[] told(Revision origin, double alpha) {
    Blueprint weights = Blueprint.identity(layer.layout().size(1));
    LiveWeights live = new LiveWeights(1, origin, weights, new AlphaState(alpha, 0, alpha, 0));
    return new SeedWeights(Optional.of(weights), Optional.of(live)).encoded();
  }

  @Test
  void needsNoWeightsForSeedsThatNameNone() {
    Seed dormant = seed(0, SeedState.DORMANT, null, GraftingStrategy.GRADUAL);

    kernel.keepWeights(dormant);
    kernel.apply(dormant);

    assertThat(kernel.hasWeights(dormant)).isFalse();
    assertThat(kernel.learnedBlueprint(0)).isEmpty();
  }

  @Test
  void measuresWithTheStatesThatTheMeasurementsBelongTo() {
    train(kernel, 1);
    training.trainEpoch();
    layer.offer();
    LayerMeasurement measurement = kernel.take().orElseThrow();
    assertThat(kernel.take()).isEmpty();

    assertThat(measurement.states())
        .containsExactly(SeedState.DORMANT, SeedState.TRAINING, SeedState.DORMANT);
    assertThat(measurement.layerMetrics()).containsKey(MetricNames.LOSS);
    assertThat(measurement.columns()).hasSize(LayerReading.SEED_METRICS.size());
    assertThat(kernel.measured(1)).containsKey(MetricNames.RECONSTRUCTION_LOSS);
  }

  private TrainedKernel withFiles(WeightFiles files) {
    return new TrainedKernel(layer, LEARNING, Optional.of(files), Optional.empty());
  }

  /** Lets a seed learn for a while; the id of what it has learned. */
  private String train(TrainedKernel target, int seedId) {
    target.apply(seed(seedId, SeedState.TRAINING, null, GraftingStrategy.GRADUAL));
    training.trainEpoch();
    layer.read();
    return target.learnedBlueprint(seedId).orElseThrow();
  }

  private static Seed seed(
      int id, SeedState state, @Nullable String blueprintId, GraftingStrategy strategy) {
    return new Seed(id, state, new Revision(1, 0), 0, blueprintId, strategy);
  }
}
