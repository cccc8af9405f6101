package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.spirals.SpiralOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Value, not motion: a network is trained, a third of the features that enter its first chunked
 * layer are scaled and shifted, its own weights are frozen, and seeds alone regain what it has
 * lost, with half of them awake, as Tamiyo's rules have it.
 */
class RegainTest {

  private static final Logger LOG = LoggerFactory.getLogger(RegainTest.class);

  private static final int EPOCHS_ALONE = 400;
  private static final int EPOCHS_WITH_SEEDS = 250;

  /** Nothing can change in them: seeds in TRAINING are not in the output. */
  private static final int EPOCHS_WITHOUT_GRAFTING = 120;

  private static final int SEEDS = 100;

  /**
   * Held-out accuracy.
   *
   * @param trained of the network that is trained and not disturbed
   * @param disturbed with the disturbance, before any seed has done anything
   * @param regained after the seeds' life
   */
  private record Accuracies(double trained, double disturbed, double regained) {
    double share() {
      return (regained - disturbed) / (trained - disturbed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void regainsHalfOfWhatADisturbanceHasTakenAndNothingWithoutGrafting(long randomSeed) {
    LearningOptions learning = LearningOptions.DEFAULTS.withRandomSeed(randomSeed);

    Accuracies grafted = live(learning, GraftingStrategy.GRADUAL, true);
    Accuracies never = live(learning, GraftingStrategy.GRADUAL, false);

    LOG.info("seed {}: {}, without grafting {}", randomSeed, grafted, never);
    assertThat(grafted.trained() - grafted.disturbed()).isGreaterThan(0.05);
    assertThat(grafted.share()).isGreaterThanOrEqualTo(0.5);
    assertThat(never.regained()).isEqualTo(never.disturbed());
  }

  @Test
  void regainsNothingWithGraftsThatDoNotLearn() {
    LearningOptions learning = LearningOptions.DEFAULTS.withRandomSeed(1).withGraftRate(0);

    Accuracies accuracies = live(learning, GraftingStrategy.GRADUAL, true);

    assertThat(accuracies.share()).isLessThan(0.1);
  }

  @ParameterizedTest
  @EnumSource(GraftingStrategy.class)
  void regainsHalfByEveryStrategy(GraftingStrategy strategy) {
    Accuracies accuracies = live(LearningOptions.DEFAULTS.withRandomSeed(1), strategy, true);

    LOG.info("{}: {}", strategy, accuracies);
    assertThat(accuracies.share()).isGreaterThanOrEqualTo(0.5);
  }

  @ParameterizedTest
  @EnumSource(BlueprintKind.class)
  void regainsHalfByEveryKind(BlueprintKind kind) {
    Accuracies accuracies =
        live(
            LearningOptions.DEFAULTS.withRandomSeed(1).withKind(kind),
            GraftingStrategy.GRADUAL,
            true);

    LOG.info("{}: {}", kind, accuracies);
    assertThat(accuracies.share()).isGreaterThanOrEqualTo(0.5);
  }

  private static Accuracies live(
      LearningOptions learning, GraftingStrategy strategy, boolean mayGraft) {
    long randomSeed = learning.randomSeed();
    SpiralOptions spirals = SpiralOptions.of(128, randomSeed);
    try (TestingRun run = new TestingRun(List.of("a", "b"), SEEDS, spirals, learning, 2)) {
      double trained = run.disturbAfter(EPOCHS_ALONE);
      double disturbed = run.accuracy();
      List<ScriptedTamiyo> tamiyos = new ArrayList<>();
      for (int place = 0; place < 2; place++) {
        tamiyos.add(new ScriptedTamiyo(run.layer(place), learning, strategy, mayGraft));
      }
      int epochs = mayGraft ? EPOCHS_WITH_SEEDS : EPOCHS_WITHOUT_GRAFTING;
      for (int epoch = 0; epoch < epochs; epoch++) {
        run.trainEpoch();
        tamiyos.forEach(ScriptedTamiyo::decide);
      }
      assertThat(run.accuracyWithoutSeeds()).isEqualTo(disturbed);
      return new Accuracies(trained, disturbed, run.accuracy());
    }
  }
}
