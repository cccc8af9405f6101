package io.tamiyo.operators.tracking;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.heartbeat;
import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static io.tamiyo.contracts.fixtures.Fixtures.transition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.EntryFailedException;
import io.tamiyo.operators.delivery.Failure;
import io.tamiyo.operators.delivery.Heartbeats;
import io.tamiyo.operators.delivery.InProcessType;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.tamiyo.Deliveries;
import io.tamiyo.operators.tamiyo.KeyedHarness;
import io.tamiyo.operators.tamiyo.Proposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackFunctionTest {

  private static final String LAYER = "layer-1";
  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final LeaseOptions LEASE =
      new LeaseOptions("mine", false, Duration.ofHours(10), Duration.ofHours(1));

  /** The epochs that the function under test draws from; it finds them where it runs. */
  private static TestingJobEpochs epochs = new TestingJobEpochs();

  @BeforeEach
  void forgetEpochs() {
    epochs = new TestingJobEpochs();
  }

  @Test
  void announcesItselfAndLeadsAndSetsNoTimer() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      EpochStarted marker = marker(subtask.send(proposal(deliveries.tick(1))));
      assertThat(marker.jobEpoch()).isEqualTo(100);
      assertThat(marker.holder()).startsWith("mine/");

      List<Outbound> sent = subtask.send(proposal(deliveries.control(2, marker), command(0)));
      assertThat(command(sent).fence().jobEpoch()).isEqualTo(100);
      assertThat(subtask.timers()).isZero();
      assertThat(subtask.stateEntries()).isEqualTo(1);
    }
    assertThat(epochs.closed).isTrue();
  }

  @Test
  void theNextIncarnationHasAGreaterEpochAndWaitsForWhatTheLastOneSent() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    OperatorSubtaskState saved;
    Command sent;
    try (KeyedHarness<Proposal, Outbound> first = start(1, 0, null, 1)) {
      EpochStarted marker = marker(first.send(proposal(deliveries.tick(1))));
      first.send(proposal(deliveries.control(2, marker)));
      sent = command(first.send(proposal(deliveries.tick(3), command(0))));
      saved = first.snapshot();
    }

    epochs = new TestingJobEpochs();
    epochs.next = 1;
    try (KeyedHarness<Proposal, Outbound> second = start(1, 0, saved, 1)) {
      EpochStarted marker = marker(second.send(proposal(deliveries.tick(4))));
      assertThat(marker.jobEpoch()).isEqualTo(101);

      second.send(proposal(deliveries.control(5, sent)));
      assertThat(second.send(proposal(deliveries.control(6, marker), command(0)))).isEmpty();
      second.send(proposal(deliveries.inbound(7, acknowledgement(sent, Outcome.REJECTED).build())));
      assertThat(command(second.send(proposal(deliveries.tick(8), command(0)))).fence().jobEpoch())
          .isEqualTo(101);
    }
  }

  @Test
  void countsExactlyAcrossOtherParallelisms() throws Exception {
    List<String> layers = List.of("layer-a", "layer-b", "layer-c", "layer-d");
    List<Deliveries> streams = layers.stream().map(Deliveries::of).toList();
    OperatorSubtaskState saved;
    try (KeyedHarness<Proposal, Outbound> all = start(1, 0, null, 1)) {
      for (Deliveries stream : streams) {
        all.send(proposal(stream.inbound(1, heartbeat("any", seconds(1)))));
      }
      saved = all.snapshot();
    }

    List<OperatorSubtaskState> parts = new ArrayList<>();
    for (int index = 0; index < 4; index++) {
      try (KeyedHarness<Proposal, Outbound> part = start(4, index, saved, 1)) {
        for (int number = 0; number < 4; number++) {
          if (KeyedHarness.indexOf(layers.get(number), 4) == index) {
            part.send(proposal(streams.get(number).inbound(2, heartbeat("any", seconds(2)))));
          }
        }
        parts.add(part.snapshot());
      }
    }
    OperatorSubtaskState packed =
        AbstractStreamOperatorTestHarness.repackageState(
            parts.toArray(OperatorSubtaskState[]::new));
    try (KeyedHarness<Proposal, Outbound> all = start(1, 0, packed, 4)) {
      for (Deliveries stream : streams) {
        Outbound ledger = last(all.send(proposal(stream.tick(3))));
        assertThat(ledger.stream()).isEqualTo(NAMES.ledger());
        LedgerReport report = TestingCodec.only(LedgerReport.class, ledger);
        assertThat(report.out()).isEqualTo(2);
        assertThat(report.isBalanced()).isTrue();
      }
    }
    assertThat(epochs.claims.get(epochs.claims.size() - 1).floor()).isEqualTo(104);
  }

  @Test
  void anEpochSeenInALogIsOutdoneByTheNextIncarnation() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    OperatorSubtaskState saved;
    try (KeyedHarness<Proposal, Outbound> first = start(1, 0, null, 1)) {
      EpochStarted later =
          new EpochStarted(
              marker(first.send(proposal(deliveries.tick(1)))).header(), LAYER, 900, "x");
      first.send(proposal(deliveries.control(2, later)));
      saved = first.snapshot();
    }
    try (KeyedHarness<Proposal, Outbound> second = start(1, 0, saved, 1)) {
      assertThat(marker(second.send(proposal(deliveries.tick(3)))).jobEpoch()).isEqualTo(901);
    }
  }

  @Test
  void countsWhatAnOperatorFailedOnAsADeadLetterAndWritesItWithItsPlace() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    Heartbeat first = Heartbeats.of(LAYER, "m1");
    Heartbeat second = Heartbeats.of(LAYER, "m2");
    EntryBuilder entry = EntryBuilder.entry(LAYER).from("host-1", 1, 1).holding(first, second);
    Delivery both = deliveries.inbound(1, first, second);
    Delivery delivery =
        new Delivery(
                entry.build(),
                entry.header(),
                both.messages(),
                both.config(),
                true,
                false,
                both.terms())
            .without(new Failure("detect", second, new IllegalStateException("no room")));
    OperatorSubtaskState saved;
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      Outbound written = subtask.send(proposal(delivery)).get(0);
      assertThat(written.stream()).isEqualTo(NAMES.deadLetters());
      DeadLetter letter = TestingCodec.only(DeadLetter.class, written);
      assertThat(letter.reason()).isEqualTo("operator_failed");
      assertThat(letter.detail()).contains("detect failed", "IllegalStateException: no room");
      assertThat(letter.header().source()).isEqualTo("tamiyo/detect");
      assertThat(letter.ordinal()).isEqualTo(1);
      assertThat(letter.count()).isEqualTo(1);
      assertThat(letter.fields()).containsKey("data");
      saved = subtask.snapshot();
    }
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, saved, 1)) {
      Outbound ledger = last(subtask.send(proposal(deliveries.tick(2))));
      LedgerReport report = TestingCodec.only(LedgerReport.class, ledger);
      assertThat(report.out()).isEqualTo(1);
      assertThat(report.deadLetters()).isEqualTo(1);
      assertThat(report.isBalanced()).isTrue();
    }
  }

  @Test
  void findsThePlaceOfAFailedMessageAmongOthersAndWithoutThem() throws Exception {
    Heartbeat failed = Heartbeats.of(LAYER, "m1");
    Failure failure = new Failure("detect", failed, new IllegalStateException("no room"));
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      Delivery gone = Deliveries.of(LAYER).inbound(1, failed);
      assertThat(letter(subtask.send(proposal(gone.without(failure)))).ordinal()).isEqualTo(-1);
      EntryBuilder again =
          EntryBuilder.entry(LAYER).replayOf("5-0").field("replay_ordinal", "7").holding(failed);
      Delivery replayed =
          new Delivery(
              again.build(),
              again.header(),
              gone.messages(),
              gone.config(),
              true,
              true,
              gone.terms());
      assertThat(letter(subtask.send(proposal(replayed.without(failure)))).ordinal()).isEqualTo(7);
    }
  }

  private static DeadLetter letter(List<Outbound> outbound) {
    return TestingCodec.only(DeadLetter.class, outbound.get(0));
  }

  @Test
  void saysOnWhichEntryItFailedSinceNothingThatCommandsHangOnIsPassedOver() throws Exception {
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      assertThatThrownBy(() -> subtask.send(proposal(Deliveries.of(LAYER).nameless(7))))
          .isInstanceOf(EntryFailedException.class)
          .hasMessageContaining("track failed on entry 7-1 of null, layer layer-1");
    }
  }

  @Test
  void failsWhenItIsOutlivedSoThatFlinkStartsItAgain() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      EpochStarted own = marker(subtask.send(proposal(deliveries.tick(1))));
      EpochStarted later = new EpochStarted(own.header(), LAYER, 101, own.holder());

      assertThatThrownBy(() -> subtask.send(proposal(deliveries.control(2, later))))
          .isInstanceOf(OutlivedException.class);
    }
  }

  @Test
  void fallsSilentWhenAnotherJobOfItsLineageLeads() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      EpochStarted own = marker(subtask.send(proposal(deliveries.tick(1))));
      EpochStarted later = new EpochStarted(own.header(), LAYER, 101, "mine/another");

      assertThat(subtask.send(proposal(deliveries.control(2, later))))
          .extracting(Outbound::stream)
          .containsExactly(NAMES.alerts());
      assertThat(subtask.send(proposal(deliveries.tick(3), command(0)))).isEmpty();
    }
  }

  @Test
  void runsAsAShadowWhereAnotherJobHoldsTheEpoch() throws Exception {
    epochs.holder = "other";
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      List<Outbound> told = subtask.send(proposal(Deliveries.of(LAYER).tick(1), command(0)));

      assertThat(told).extracting(Outbound::stream).containsExactly(NAMES.alerts());
    }
  }

  private static EpochStarted marker(List<Outbound> outbound) {
    return TestingCodec.only(EpochStarted.class, outbound.get(0));
  }

  private static Command command(List<Outbound> outbound) {
    return TestingCodec.only(LifecycleTransitionCommand.class, outbound.get(0));
  }

  private static Outbound last(List<Outbound> outbound) {
    return outbound.get(outbound.size() - 1);
  }

  private static Command command(int seed) {
    return transition(LAYER, SeedState.GERMINATED).of(seed, 0).epoch(0).build();
  }

  private static Proposal proposal(Delivery delivery, Command... commands) {
    return new Proposal(
        delivery, delivery.time(), List.of(commands), List.of(), List.of(), List.of());
  }

  @Test
  void copiesAlertsButNoCommandsToWhereTheRulesSay() throws Exception {
    LayerConfig rules =
        new LayerConfigs(LayerConfig.DEFAULTS).resolve(Map.of("routing.rules", "to=all"), Map.of());
    Deliveries deliveries = Deliveries.of(LAYER).config(rules);
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      EpochStarted own = marker(subtask.send(proposal(deliveries.tick(1))));
      assertThat(subtask.send(proposal(deliveries.control(2, own), command(0))))
          .extracting(Outbound::stream)
          .containsOnly(NAMES.control(LAYER));
      EpochStarted later = new EpochStarted(own.header(), LAYER, 101, "mine/another");
      assertThat(subtask.send(proposal(deliveries.control(3, later))))
          .extracting(Outbound::stream)
          .containsExactly(NAMES.alerts(), NAMES.routed("all"));
    }
  }

  private static KeyedHarness<Proposal, Outbound> start(
      int parallelism, int index, @Nullable OperatorSubtaskState restored, int before)
      throws Exception {
    return new KeyedHarness<>(
        new TrackFunction(NAMES, TestingCodec::new, () -> epochs, LEASE),
        proposal -> proposal.delivery().layer(),
        InProcessType.of(Outbound.class),
        parallelism,
        index,
        restored,
        before);
  }

  @Test
  void forgetsALayerBehindItsFarewellAndAnnouncesItselfAnewWhenItComesBack() throws Exception {
    Deliveries deliveries = Deliveries.of(LAYER);
    try (KeyedHarness<Proposal, Outbound> subtask = start(1, 0, null, 1)) {
      EpochStarted marker = marker(subtask.send(proposal(deliveries.tick(1))));
      subtask.send(proposal(deliveries.control(2, marker), command(0)));

      List<Outbound> last = subtask.send(proposal(deliveries.farewell(3), command(1)));

      PerformanceAlert alert = TestingCodec.only(PerformanceAlert.class, last.get(0));
      assertThat(alert.metricName()).isEqualTo("layer_forgotten");
      assertThat(alert.details()).asString().contains("1 commands");
      assertThat(last)
          .extracting(Outbound::stream)
          .doesNotContain(NAMES.control(LAYER))
          .contains(NAMES.alerts());
      assertThat(subtask.stateEntries()).isZero();
      assertThat(marker(subtask.send(proposal(deliveries.tick(4)))).jobEpoch()).isEqualTo(100);
    }
  }
}
