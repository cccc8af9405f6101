package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.seeds.Seed;
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
          LAYER,
          new ReplicaGroup(2, 10, Duration.ofSeconds(30)),
          publisher,
          new Channel("updates", LAYER, false),
          "host-1",
          () -> now);
  private final List<Map<String, Object>> told = new ArrayList<>();

  @AfterEach
  void end() {
    publisher.close();
    writer.close();
  }

  private void enforce(long number) {
    control.enforce(number, List.of(Seed.dormant(0, 1)), null, false, told::add);
  }

  private static ReplicaReport report(int rank, long number) {
    return new ReplicaReport(
        Fixtures.header("report", Duration.ZERO), LAYER, rank, number, 12, false);
  }

  @Test
  void tellsOfSilentRanksWhenPatienceIsOver() {
    enforce(1);
    control.heard(report(1, 1));
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
  void countsWhatWasReportedBeforeItBeganAgain() {
    control.heard(report(0, 1));
    control.heard(report(1, 1));
    control.heard(report(7, 1));

    enforce(1);

    assertThat(told).hasSize(1);
    assertThat(told.get(0)).containsEntry("ranks_applied", 2);
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
  void refusesGroupsThatCannotBe() {
    assertThatThrownBy(() -> new ReplicaGroup(0, 1, Duration.ZERO)).hasMessageContaining("ranks");
    assertThatThrownBy(() -> new ReplicaGroup(1, 0, Duration.ZERO)).hasMessageContaining("lead");
    assertThat(ReplicaGroup.of(3).leadSteps()).isEqualTo(10);
  }
}
