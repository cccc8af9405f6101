package io.tamiyo.host;

import static io.tamiyo.host.TestingLoop.LAYER;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.grafting.AlphaRules;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.training.LearningOptions;
import io.tamiyo.host.training.TrainedLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three loops that train in parallel, step by step. They learn from different beginnings, and a
 * graft learns nothing more; so their layers are equal only by what rank 0 has told.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ReplicatedTrainingTest {

  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final int RANKS = 3;

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path store;

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final List<TestingLoop> loops = new ArrayList<>();
  private long steps;

  @AfterEach
  void end() {
    loops.forEach(TestingLoop::close);
    job.close();
  }

  private void begin() {
    begin(0);
  }

  private void begin(int epochsOfGrafting) {
    for (int rank = 0; rank < RANKS; rank++) {
      loops.add(loop(rank, epochsOfGrafting));
    }
  }

  private TestingLoop loop(int rank) {
    return loop(rank, 0);
  }

  private TestingLoop loop(int rank, int epochsOfGrafting) {
    LayerHost host =
        TestingLoop.host("redis://127.0.0.1:" + redis.port())
            .store(store)
            .learning(
                LearningOptions.DEFAULTS
                    .withAlphaRules(AlphaRules.over(epochsOfGrafting))
                    .withGraftRate(0)
                    .withRandomSeed(rank))
            .replica(rank, RANKS)
            .open();
    return new TestingLoop(host, job, steps + 1);
  }

  private void steps(int count) {
    for (int step = 0; step < count; step++) {
      loops.forEach(loop -> loop.steps(1));
      steps++;
    }
  }

  private void until(String what, BooleanSupplier condition) {
    TestingLoop.until(what, condition, () -> steps(1));
  }

  /** Commands a seed into a state, and trains until all have it there. */
  private void take(int seedId, SeedState... states) {
    for (SeedState state : states) {
      loops.get(0).command(seedId, state);
      until(
          "seed %d is %s everywhere".formatted(seedId, state),
          () -> loops.stream().allMatch(loop -> loop.seed(seedId).state() == state));
    }
  }

  private void assertEqual() {
    for (TestingLoop loop : loops) {
      assertThat(loop.output()).isEqualTo(loops.get(0).output());
    }
  }

  @Test
  void graftsInAllRanksWhatTheFirstHasLearned() {
    begin();
    float[] before = loops.get(0).output();

    take(0, SeedState.GERMINATED, SeedState.TRAINING);
    steps(30);
    take(0, SeedState.GRAFTING);
    steps(3);

    assertThat(loops.get(0).output()).isNotEqualTo(before);
    assertEqual();
    CommandResult last = job.awaitAcknowledgements(LAYER, 3).get(2);
    assertThat(last.details()).containsEntry("ranks", RANKS).containsEntry("ranks_applied", RANKS);
    assertThat(loops).allMatch(loop -> loop.host().failures() == 0);
    assertThat(loops.get(1).host().checkpoint()).isEmpty();
  }

  @Test
  void tellsARankThatBeginsAgainHowTheSeedsAre() {
    begin();
    take(0, SeedState.GERMINATED, SeedState.TRAINING);
    steps(30);
    take(0, SeedState.GRAFTING, SeedState.STABILIZATION);
    Seed seed = loops.get(0).seed(0);
    loops.get(2).close();

    loops.set(2, loop(2));
    assertThat(loops.get(2).seed(0).revision()).isEqualTo(seed.revision());
    assertEqual();
    take(0, SeedState.EVALUATING);
    steps(3);

    assertEqual();
  }

  @Test
  void graftsInFullInARankThatBeginsAgainWhatTheOthersHaveGraftedForLong() {
    int epochs = 10;
    begin(epochs);
    take(0, SeedState.GERMINATED, SeedState.TRAINING, SeedState.GRAFTING);
    until("the graft counts in full", () -> loops.stream().allMatch(loop -> alpha(loop) == 1));
    take(0, SeedState.STABILIZATION, SeedState.EVALUATING, SeedState.FINE_TUNING);
    take(0, SeedState.FOSSILIZED);
    job.awaitAcknowledgements(LAYER, 7);
    loops.get(2).close();

    loops.set(2, loop(2, epochs));

    assertThat(alpha(loops.get(2))).isEqualTo(1.0);
    assertEqual();
  }

  private static double alpha(TestingLoop loop) {
    TrainedLayer layer = loop.host().trained(LAYER);
    layer.read();
    return layer.seed(0).alpha();
  }

  @Test
  void goesBackToACheckpointInAllRanks() {
    begin();
    take(0, SeedState.GERMINATED, SeedState.TRAINING);
    steps(30);
    take(0, SeedState.GRAFTING);
    float[] output = loops.get(0).output();
    String id = loops.get(0).host().checkpoint();
    until("it is written", () -> loops.get(0).host().checkpoints().contains(id));
    take(0, SeedState.ROLLED_BACK);
    assertEqual();

    for (int again = 0; again < 2; again++) {
      loops.forEach(loop -> loop.host().restore(id));

      assertThat(loops.get(0).output()).isEqualTo(output);
      assertEqual();
      assertThat(loops)
          .extracting(loop -> loop.seed(0).revision())
          .containsOnly(loops.get(0).seed(0).revision());
    }
    take(0, SeedState.STABILIZATION);
    assertEqual();
  }

  @Test
  void setsWhatIsDecidedDuringTheStartAheadOfWhereTrainingGoesOn() {
    try (LayerHost host =
        TestingLoop.host("redis://127.0.0.1:" + redis.port()).replica(0, 1).open()) {
      Seed seed = host.seeds().get(0).seed(0);
      job.append(NAMES.control(LAYER), LAYER, TestingLoop.transition(seed, SeedState.GERMINATED));

      host.start(1000);
      TestingLoop.until(
          "it is in force",
          () -> !job.acknowledgements(LAYER).isEmpty(),
          () -> host.endStep(Double.NaN));

      CommandResult result = job.acknowledgements(LAYER).get(0);
      assertThat(result.details())
          .extractingByKey("apply_at_step", as(InstanceOfAssertFactories.INTEGER))
          .isGreaterThanOrEqualTo(1010);
    }
  }

  @Test
  void refusesARankThatCannotBe() {
    LayerHostBuilder builder = TestingLoop.host("redis://127.0.0.1:" + redis.port());
    assertThatThrownBy(() -> builder.replica(3, 3)).hasMessageContaining("none is 3");
    assertThatThrownBy(() -> builder.replica(-1, 3)).hasMessageContaining("none is -1");
  }
}
