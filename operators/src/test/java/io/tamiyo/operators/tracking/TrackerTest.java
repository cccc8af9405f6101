package io.tamiyo.operators.tracking;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.heartbeat;
import static io.tamiyo.contracts.fixtures.Fixtures.request;
import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static io.tamiyo.contracts.fixtures.Fixtures.target;
import static io.tamiyo.contracts.fixtures.Fixtures.transition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.message.TransitionRequest;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.TestingCodec;
import io.tamiyo.operators.tamiyo.Alerts;
import io.tamiyo.operators.tamiyo.Deliveries;
import io.tamiyo.operators.tamiyo.Proposal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerTest {

  private static final String LAYER = "layer-1";
  private static final StreamNames NAMES = StreamNames.unnamed();
  private static final Emission OWN = new Emission.On(5, "mine");

  private final Tracker tracker = new Tracker(NAMES, new ControlEntries(new TestingCodec()));
  private final Deliveries deliveries = Deliveries.of(LAYER);
  private LayerTracking layer = new LayerTracking();

  @Test
  void announcesItselfOnceAndAgainOnlyWhenTheMarkerDoesNotAppear() throws IOException {
    List<Outbound> first = react(deliveries.tick(0)).outbound();
    EpochStarted marker = TestingCodec.only(EpochStarted.class, first.get(0));

    assertThat(first)
        .singleElement()
        .satisfies(entry -> assertThat(entry.stream()).isEqualTo(NAMES.control(LAYER)));
    assertThat(marker.jobEpoch()).isEqualTo(5);
    assertThat(marker.holder()).isEqualTo("mine");
    assertThat(react(deliveries.tick(4_999)).outbound()).isEmpty();
    assertThat(react(deliveries.tick(5_000)).outbound()).hasSize(1);
  }

  @Test
  void sendsCommandsOnceItsMarkerIsReadBack() throws IOException {
    react(deliveries.tick(0));
    assertThat(react(deliveries.tick(1), command(0)).outbound()).isEmpty();

    Reaction reaction = react(deliveries.control(2, marker(5)), command(0), command(1));

    assertThat(reaction.standing()).isEqualTo(Standing.LEADING);
    assertThat(reaction.sent()).isEqualTo(2);
    assertThat(reaction.inFlight()).isEqualTo(2);
    LifecycleTransitionCommand sent =
        TestingCodec.only(LifecycleTransitionCommand.class, reaction.outbound().get(0));
    assertThat(sent.fence().jobEpoch()).isEqualTo(5);
    assertThat(reaction.outbound())
        .extracting(Outbound::stream)
        .containsExactly(NAMES.control(LAYER), NAMES.control(LAYER));
  }

  @Test
  void sendsNothingBeforeTheConfigurationWasRead() throws IOException {
    deliveries.configured(false);
    assertThat(react(deliveries.tick(0), command(0)).outbound()).isEmpty();
    assertThat(react(deliveries.control(1, marker(5)), command(0)).outbound()).isEmpty();

    deliveries.configured(true);
    assertThat(react(deliveries.tick(2), command(0)).sent()).isEqualTo(1);
  }

  @Test
  void tellsOnceThatItIsAShadowAndSendsNothingElse() throws IOException {
    Emission shadow = new Emission.Off("job \"other\" holds the epoch");
    Proposal proposal =
        new Proposal(
            deliveries.inbound(0, heartbeat(LAYER, seconds(1))),
            0,
            List.of(command(0)),
            List.of(),
            List.of(),
            List.of());

    Reaction first = tracker.react(layer, proposal, shadow);
    Reaction second = tracker.react(layer, proposal, shadow);

    assertThat(first.outbound())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.stream()).isEqualTo(NAMES.alerts());
              PerformanceAlert alert = TestingCodec.only(PerformanceAlert.class, entry);
              assertThat(alert.metricName()).isEqualTo("emission_off");
              assertThat(String.valueOf(alert.details().get("detail")))
                  .contains("job \"other\" holds");
            });
    assertThat(second.outbound()).isEmpty();
    assertThat(layer.out()).isEqualTo(2);
  }

  @Test
  void aShadowLeadsAsSoonAsItGetsAnEpoch() throws IOException {
    tracker.react(layer, proposal(deliveries.tick(0)), new Emission.Off("held"));

    assertThat(react(deliveries.tick(1)).outbound()).hasSize(1);
    assertThat(react(deliveries.control(2, marker(5)), command(0)).sent()).isEqualTo(1);
  }

  @Test
  void tellsWhoHasSupersededIt() throws IOException {
    lead();
    Reaction over = react(deliveries.control(3, Fixtures.epochStarted(LAYER, 9)), command(0));

    assertThat(over.standing()).isEqualTo(Standing.SUPERSEDED);
    PerformanceAlert alert = TestingCodec.only(PerformanceAlert.class, over.outbound().get(0));
    assertThat(String.valueOf(alert.details().get("detail")))
        .isEqualTo(
            "nothing is sent to the layer: job epoch 9 of \"lineage-1\" leads; this job has 5");
    assertThat(react(deliveries.tick(4), command(0)).outbound()).isEmpty();
  }

  @Test
  void endsWhenALaterIncarnationOfItsOwnLeads() throws IOException {
    lead();

    assertThatThrownBy(() -> react(deliveries.control(3, marker(6))))
        .isInstanceOf(OutlivedException.class)
        .hasMessageContaining("job epoch 5 of layer layer-1 is outlived by 6");
  }

  @Test
  void closesWhatIsAcknowledgedAndMeasuresHowLongItTook() throws IOException {
    lead();
    react(deliveries.tick(100), command(0));

    Reaction reaction =
        react(
            deliveries.inbound(
                104, acknowledgement(command(0).withJobEpoch(5), Outcome.APPLIED).build()));

    assertThat(reaction.answers()).containsExactly(new Reaction.Answer(Outcome.APPLIED, 4));
    assertThat(reaction.inFlight()).isZero();
  }

  @Test
  void adoptsAndSendsAgainUnderItsOwnEpochUntilItGivesUpWithAnAlert() throws IOException {
    react(deliveries.tick(0));
    react(deliveries.control(1, command(0).withJobEpoch(3)));
    react(deliveries.control(2, marker(5)));
    assertThat(layer.commands().waiting()).hasSize(1);

    int retried = 0;
    Reaction last = react(deliveries.tick(5_001));
    while (last.givenUp() == 0) {
      retried += last.retried();
      last = react(deliveries.tick(5_001 + 5_000L * retried));
    }

    assertThat(retried).isEqualTo(9);
    PerformanceAlert alert = TestingCodec.only(PerformanceAlert.class, last.outbound().get(0));
    assertThat(alert.metricName()).isEqualTo("command_given_up");
    assertThat(last.inFlight()).isZero();
  }

  @Test
  void writesAPlanOncePerIncarnation() throws IOException {
    lead();
    Proposal proposal =
        new Proposal(
            deliveries.tick(3),
            3,
            List.of(),
            List.of(plan("r-1"), plan("r-2")),
            List.of(),
            List.of());

    List<Outbound> written = tracker.react(layer, proposal, OWN).outbound();
    assertThat(written).hasSize(2);
    assertThat(TestingCodec.only(Plan.class, written.get(0)).jobEpoch()).isEqualTo(5);
    assertThat(tracker.react(layer, proposal, OWN).outbound()).isEmpty();

    Emission next = new Emission.On(6, "mine");
    tracker.react(layer, proposal(deliveries.tick(4)), next);
    tracker.react(layer, proposal(deliveries.control(5, marker(6))), next);
    assertThat(tracker.react(layer, proposal, next).outbound()).hasSize(2);
  }

  @Test
  void remembersNoMorePlansThanItsBound() {
    for (int number = 0; number < 2_000; number++) {
      layer.plan("r-" + number);
    }

    assertThat(layer.planned()).hasSize(1_024);
  }

  @Test
  void passesOnWhatTheControllerAlerts() throws IOException {
    Delivery tick = deliveries.tick(0);
    Alerts alerts = new Alerts(tick, "tamiyo/policy");
    alerts.add(Severity.WARNING, "telemetry_stale", 1, "old", "look");
    Proposal proposal = new Proposal(tick, 0, List.of(), List.of(), alerts.all(), List.of());

    assertThat(tracker.react(layer, proposal, OWN).outbound())
        .extracting(Outbound::stream)
        .containsExactly(NAMES.control(LAYER), NAMES.alerts());
  }

  @Test
  void countsWhatHostsAndPeopleSentAndReportsWhenTheLayerFallsSilent() throws IOException {
    react(deliveries.tick(0));
    assertThat(
            react(
                    deliveries.inbound(
                        10, heartbeat(LAYER, seconds(1)), heartbeat(LAYER, seconds(2))))
                .outbound())
        .isEmpty();

    List<Outbound> told = react(deliveries.tick(110)).outbound();

    assertThat(told).extracting(Outbound::stream).containsExactly(NAMES.ledger());
    LedgerReport report = TestingCodec.only(LedgerReport.class, told.get(0));
    assertThat(report.in()).isEqualTo(2);
    assertThat(report.out()).isEqualTo(2);
    assertThat(report.isBalanced()).isTrue();
    assertThat(react(deliveries.tick(210)).outbound()).isEmpty();
  }

  @Test
  void reportsTheLedgerOfABusyLayerEachSecond() throws IOException {
    react(deliveries.tick(0));
    react(deliveries.inbound(10, heartbeat(LAYER, seconds(1))));
    react(deliveries.tick(20));

    assertThat(react(deliveries.inbound(1_019, heartbeat(LAYER, seconds(1)))).outbound()).isEmpty();
    assertThat(react(deliveries.inbound(1_020, heartbeat(LAYER, seconds(1)))).outbound())
        .extracting(Outbound::stream)
        .containsExactly(NAMES.ledger());
  }

  @Test
  void waitsForALedgerThatBalancesButNotForEver() {
    LedgerTerms ahead = new LedgerTerms(3, 0, 0, 0, 0);
    LedgerCount count = LedgerCount.NONE.plus(1);

    assertThat(count.isDue(ahead, 4_999, true)).isFalse();
    assertThat(count.isDue(ahead, 5_000, false)).isTrue();
    assertThat(count.plus(2).isDue(ahead, 0, true)).isTrue();
    assertThat(count.reported(ahead, 0).isDue(ahead, 99_999, true)).isFalse();
  }

  private void lead() throws IOException {
    react(deliveries.tick(0));
    react(deliveries.control(1, marker(5)));
  }

  private Reaction react(Delivery delivery, Command... proposed) throws IOException {
    Reaction reaction =
        tracker.react(
            layer,
            new Proposal(
                delivery, delivery.time(), List.of(proposed), List.of(), List.of(), List.of()),
            OWN);
    layer = layer.copy();
    return reaction;
  }

  private static Proposal proposal(Delivery delivery) {
    return new Proposal(delivery, delivery.time(), List.of(), List.of(), List.of(), List.of());
  }

  private static EpochStarted marker(long epoch) {
    return new EpochStarted(Fixtures.header("m" + epoch, seconds(0)), LAYER, epoch, "mine");
  }

  private static Command command(int seed) {
    return transition(LAYER, SeedState.GERMINATED).of(seed, 0).epoch(0).build();
  }

  private static Plan plan(String requestId) {
    TransitionRequest request = request(LAYER, SeedState.GERMINATED).id(requestId).build();
    return new Plan(
        request.header(),
        LAYER,
        requestId,
        0,
        SeedState.GERMINATED,
        List.of(target(1, 0)),
        false,
        "why");
  }
}
