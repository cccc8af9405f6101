package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.telemetry.Channel;
import io.tamiyo.host.telemetry.ProducerIdentity;
import io.tamiyo.host.telemetry.Publisher;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deciding side, over a publisher that is never started. */
class ReplicaControlTest {

  private static final String LAYER = "layer-1";

  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final Publisher publisher =
      new Publisher(
          RedisEndpoint.of("127.0.0.1", 1),
          new ProducerIdentity("host-1", 1),
          writer,
          PublisherOptions.DEFAULTS,
          Optional.empty(),
          () -> Instant.EPOCH,
          connected -> {});
  private Instant now = Instant.EPOCH;
  private final ReplicaControl control =
      new ReplicaControl(
          new ReplicaGroup(2, 10, Duration.ofSeconds(30)),
          new ReplicaWords(LAYER, "host-1", () -> now, seed -> new byte[0]),
          publisher,
          new Channel("updates", LAYER, false));
  private final List<Map<String, Object>> told = new ArrayList<>();

  @AfterEach
  void end() {
    publisher.close();
    writer.close();
  }

  private void enforce(long number) {
    control.enforce(change(number, control.plan(null)), told::add);
  }

  private static ReplicaChange change(long number, long atStep) {
    Seed before = Seed.dormant(0, 1);
    Seed after = before.entering(SeedState.GERMINATED);
    return new ReplicaChange(number, atStep, "", List.of(before), List.of(after));
  }

  private static ReplicaReport report(int rank, long number) {
    return new ReplicaReport(
        Fixtures.header("report", Duration.ZERO), LAYER, rank, 1, number, 12, false);
  }

  @Test
  void tellsOfSilentRanksWhenPatienceIsOverAfterTrainingHasComeToTheStep() {
    enforce(1);
    now = Instant.EPOCH.minusSeconds(3600);
    control.giveUpSilentOnes();
    assertThat(told).as("the step is ahead").isEmpty();
    now = Instant.EPOCH;
    control.heard(report(1, 1));
    control.giveUpSilentOnes();
    now = Instant.EPOCH.plusSeconds(29);
    control.giveUpSilentOnes();
    assertThat(told).isEmpty();

    now = Instant.EPOCH.plusSeconds(30);
    control.giveUpSilentOnes();

    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .containsEntry("ranks_applied", 1)
        .containsEntry("ranks_silent", List.of(0));
    control.heard(report(0, 1));
    assertThat(told).as("once").hasSize(1);
  }

  @Test
  void countsForAChangeThatItHasTakenUpAfterARestart() {
    control.takeUp(change(1, 40), told::add);
    control.begin(SeedTable.dormant(LAYER, 1, 1), () -> SeedTable.dormant(LAYER, 1, 1));
    assertThat(control.plan(null)).as("not before what waits").isEqualTo(40);

    control.heard(report(0, 1));
    control.heard(report(1, 1));
    control.heard(report(7, 1));

    assertThat(told).hasSize(1);
    assertThat(told.get(0)).containsEntry("ranks_applied", 2);
  }

  @Test
  void doesNotCountWhatWasReportedOfAnotherStore() {
    enforce(1);
    for (int rank = 0; rank < 2; rank++) {
      control.heard(
          new ReplicaReport(
              Fixtures.header("report", Duration.ZERO), LAYER, rank, 9, 1, 12, false));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void refusesMoreThanMayWaitForTheirSteps() {
    for (int number = 1; number <= 500; number++) {
      assertThat(control.fault(null)).isEmpty();
      enforce(number);
    }
    assertThat(control.fault(null).orElseThrow()).contains("500 changes of the layer wait");
  }

  @Test
  void tellsEvery500ChangesHowTheSeedsAreSoThatItsStreamCanBeTrimmed() {
    SeedTable seeds = SeedTable.dormant(LAYER, 1, 1);
    control.tellAll();
    control.begin(seeds, () -> seeds);
    for (int number = 1; number <= 500; number++) {
      enforce(number);
      control.heard(report(0, number));
      control.heard(report(1, number));
    }

    assertThat(publisher.backlog().urgent())
        .as("two bases, and the last change behind the second")
        .isEqualTo(503);
    control.tellAll();
    assertThat(publisher.backlog().urgent()).as("nothing waits").isEqualTo(504);
    assertThat(ReplicaControl.mostEntries()).isGreaterThan(2 * 500 + 2);
  }

  @Test
  void keepsInABaseWhatIsInForceAndNotWhatWaits() {
    Seed dormant = Seed.dormant(0, 1);
    Seed germinated = dormant.entering(SeedState.GERMINATED);
    Seed training = germinated.entering(SeedState.TRAINING);
    CommonSeeds common = new CommonSeeds();
    common.undo(new ReplicaChange(3, 9, "", List.of(germinated), List.of(training)));
    common.begin(new SeedTable(LAYER, List.of(training, Seed.dormant(1, 1))));
    SeedTable now = new SeedTable(LAYER, List.of(training, Seed.dormant(1, 1).afterEpoch()));
    assertThat(common.all(now)).containsExactly(germinated, Seed.dormant(1, 1).afterEpoch());

    common.add(new ReplicaChange(3, 9, "", List.of(germinated), List.of(training)));
    common.add(new ReplicaChange(2, 9, "", List.of(dormant), List.of(germinated)));

    assertThat(common.all(now)).containsExactly(training, Seed.dormant(1, 1).afterEpoch());
  }

  @Test
  void setsAChangeAheadOfTrainingAndNeverBeforeAnEarlierOne() {
    StepPlan plan = new StepPlan(10);
    plan.reached(5);
    assertThat(plan.next()).isEqualTo(15);
    plan.planned(40);
    assertThat(plan.next()).isEqualTo(40);
    assertThat(plan.fault(39)).isPresent();
    assertThat(plan.fault(40)).isEmpty();
    assertThat(plan.fault(40.5)).isPresent();
  }

  @Test
  void refusesAStepThatTrainingMayNeverComeTo() {
    StepPlan plan = new StepPlan(10);
    plan.reached(5);
    assertThat(plan.fault(5 + StepPlan.MOST_AHEAD)).isEmpty();
    assertThat(plan.fault(6 + StepPlan.MOST_AHEAD).orElseThrow())
        .contains("more than 100000 steps ahead of training, which is at step 5");
    assertThat(plan.fault(Long.MAX_VALUE)).isPresent();
  }

  @Test
  void waitsNoLongerForStepsOfALifeThatACheckpointHasEnded() {
    control.reached(20);
    control.enforce(change(1, 20), told::add);
    control.enforce(change(2, control.plan(5000)), told::add);
    Seed restored = Seed.dormant(0, 2);

    control.enforce(new ReplicaChange(3, 0, "cp-1", List.of(), List.of(restored)), told::add);

    assertThat(told).as("the other is in force, and reported still").hasSize(1);
    assertThat(told.get(0)).containsEntry("ranks_silent", List.of(0, 1));
    assertThat(control.plan(null)).isEqualTo(30);
  }

  @Test
  void refusesGroupsThatCannotBe() {
    assertThatThrownBy(() -> new ReplicaGroup(0, 1, Duration.ZERO)).hasMessageContaining("ranks");
    assertThatThrownBy(() -> new ReplicaGroup(1, 0, Duration.ZERO)).hasMessageContaining("lead");
    assertThat(ReplicaGroup.of(3).leadSteps()).isEqualTo(10);
  }
}
