package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.epochStarted;
import static io.tamiyo.contracts.fixtures.Fixtures.heartbeat;
import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.request;
import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static io.tamiyo.contracts.fixtures.Fixtures.target;
import static io.tamiyo.contracts.fixtures.Fixtures.transitioned;
import static io.tamiyo.operators.tamiyo.Views.LAYER;
import static io.tamiyo.operators.tamiyo.Views.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.contracts.message.TransitionRequest;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.config.Feature;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.ordering.OrderingOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControllerTest {

  private final Controller controller = new Controller(StreamNames.unnamed(), Policy.STANDARD);
  private final Deliveries deliveries = Deliveries.of(LAYER);
  private LayerControl control = new LayerControl();

  @Test
  void proposesOnAReportAndNamesItAsTheCause() {
    Delivery report = deliveries.inbound(1_000, report(LAYER).seeds(2).build());

    Proposal proposal = react(report);

    assertThat(shown(proposal.commands())).containsExactly("0→GERMINATED");
    assertThat(proposal.commands().get(0).cause()).isEqualTo(report.entry().entryId());
    assertThat(proposal.delivery()).isSameAs(report);
    assertThat(proposal.now()).isEqualTo(1_000);
  }

  @Test
  void passesOverAReportThatItFailsOnAndDecidesNothingBeforeTheNext() {
    TransitionRequest asked = request(LAYER, SeedState.GERMINATED).build();
    react(deliveries.inbound(0, report(LAYER).seeds(2).build()));
    LayerHealthReport broken = report(LAYER).seeds(2).build();
    broken.seeds().seedIds()[0] = -1;

    Proposal proposal = react(deliveries.inbound(1, broken, asked));

    assertThat(proposal.commands()).isEmpty();
    assertThat(proposal.delivery().messages()).containsExactly(asked);
    assertThat(proposal.delivery().failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.message()).isSameAs(broken));
    assertThat(control.view().size()).isZero();
    assertThat(control.requests().open()).as("what people asked for stays").hasSize(1);
    Proposal next = react(deliveries.inbound(2, report(LAYER).seeds(2).build()));
    assertThat(next.delivery().failures()).isEmpty();
    assertThat(control.view().size()).isEqualTo(2);
  }

  @Test
  void failsOnAnAcknowledgementRatherThanPassItOver() {
    Command wake = react(deliveries.inbound(0, report(LAYER).seeds(1).build())).commands().get(0);
    CommandResult sound = acknowledgement(wake, Outcome.APPLIED).build();
    Revision[] none = new Revision[1];
    CommandResult broken =
        new CommandResult(
            sound.header(),
            true,
            sound.executionTimeMs(),
            null,
            null,
            sound.metadata(),
            LAYER,
            sound.commandId(),
            sound.jobEpoch(),
            sound.outcome(),
            List.of(new SeedOutcome(0, SeedState.DORMANT, none[0])));
    Delivery delivery = deliveries.inbound(1, broken);
    assertThatThrownBy(() -> react(delivery)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void proposesTheNextStepAsSoonAsTheLastIsAcknowledged() {
    Command wake = react(deliveries.inbound(0, report(LAYER).seeds(1).build())).commands().get(0);

    Proposal next =
        react(
            deliveries.inbound(
                5,
                acknowledgement(wake, Outcome.APPLIED).seed(0, SeedState.GERMINATED, 1).build()));

    assertThat(shown(next.commands())).containsExactly("0→TRAINING");
  }

  @Test
  void anEventIsAsGoodAsAnAcknowledgement() {
    react(deliveries.inbound(0, report(LAYER).seeds(1).build()));

    Proposal next =
        react(
            deliveries.inbound(
                5, transitioned(LAYER, 0, SeedState.DORMANT, SeedState.GERMINATED).build()));

    assertThat(shown(next.commands())).containsExactly("0→TRAINING");
  }

  @Test
  void proposesAgainOnTicksWhatWasNotSentYet() {
    react(deliveries.inbound(0, report(LAYER).seeds(2).build()));

    assertThat(shown(react(deliveries.tick(100)).commands())).containsExactly("0→GERMINATED");
  }

  @Test
  void writesOutAtMostTwiceAsManyAsMayBeInFlight() {
    Proposal proposal = react(deliveries.inbound(0, report(LAYER).seeds(100).build()));

    assertThat(proposal.commands()).hasSize(20);
  }

  @Test
  void doesNotLookAgainWhileThereIsNothingNew() {
    react(deliveries.inbound(0, report(LAYER).seeds(1).allIn(SeedState.FOSSILIZED).build()));

    assertThat(control.isQuiet()).isTrue();
    assertThat(react(deliveries.tick(100)).commands()).isEmpty();
    assertThat(control.now()).isEqualTo(100);
  }

  @Test
  void saysOnceThatTelemetryIsStaleAndProposesNothing() {
    react(deliveries.inbound(0, report(LAYER).seeds(2).build()));

    Proposal stale = react(deliveries.tick(10_001));
    Proposal still = react(deliveries.tick(10_101));

    assertThat(stale.commands()).isEmpty();
    assertThat(stale.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.metricName()).isEqualTo("telemetry_stale");
              assertThat(alert.metricValue()).isEqualTo(10_001);
              assertThat(Views.detail(alert)).contains("nothing is decided");
            });
    assertThat(still.alerts()).isEmpty();
  }

  @Test
  void saysThatAHostIsGoneAndGoesOnWhenItIsBack() {
    react(deliveries.inbound(0, report(LAYER).seeds(2).build()));
    Heartbeat alive = heartbeat(LAYER, seconds(1));
    Heartbeat goodbye =
        new Heartbeat(alive.header(), "host-1", 1, Map.of(), "stopping", Map.of(), LAYER);

    Proposal gone = react(deliveries.inbound(1, goodbye));
    assertThat(gone.commands()).isEmpty();
    assertThat(gone.alerts()).extracting(PerformanceAlert::metricName).containsExactly("host_gone");

    ServiceAnnouncement back =
        new ServiceAnnouncement(alive.header(), "host", "host-1", List.of(), Map.of(), null, LAYER);
    assertThat(react(deliveries.inbound(2, back)).commands()).isNotEmpty();

    react(deliveries.inbound(3, goodbye));
    assertThat(react(deliveries.inbound(4, alive)).commands()).isNotEmpty();
  }

  @Test
  void theControlLogDoesNotMoveTheClock() {
    react(deliveries.inbound(0, report(LAYER).seeds(2).build()));

    Proposal proposal = react(deliveries.control(60_000, epochStarted(LAYER, 1)));

    assertThat(proposal.now()).isZero();
    assertThat(proposal.commands()).isNotEmpty();
    assertThat(proposal.alerts()).isEmpty();
  }

  @Test
  void whatElseStandsInTheControlLogIsNoReasonToPropose() {
    Command wake = react(deliveries.inbound(0, report(LAYER).seeds(1).build())).commands().get(0);

    assertThat(react(deliveries.control(1, wake)).commands()).isEmpty();
  }

  @Test
  void carriesOutARequestOnlyAfterItsPlanIsReadBack() {
    react(deliveries.inbound(0, sleeping(4)));
    TransitionRequest request = request(LAYER, SeedState.GERMINATED).seeds(1, 2).build();

    Proposal asked = react(deliveries.inbound(1, request));
    Plan plan = asked.plans().get(0);
    assertThat(asked.commands()).isEmpty();
    assertThat(plan.targets()).containsExactly(target(1, 0), target(2, 0));
    assertThat(plan.requestId()).isEqualTo(request.header().messageId());
    assertThat(plan.header().correlationId()).isEqualTo(request.header().messageId());

    Proposal planned = react(deliveries.control(2, plan.withJobEpoch(9)));
    assertThat(planned.plans()).isEmpty();
    assertThat(shown(planned.commands())).containsExactly("1→GERMINATED", "2→GERMINATED");
    assertThat(planned.commands().get(0).header().correlationId())
        .isEqualTo(request.header().messageId());
  }

  @Test
  void theFirstPlanIsCarriedOutWhoeverWroteIt() {
    react(deliveries.inbound(0, sleeping(4)));
    TransitionRequest request = request(LAYER, SeedState.GERMINATED).seeds(1).build();
    Plan own = react(deliveries.inbound(1, request)).plans().get(0);

    react(deliveries.control(2, planOf(own, 3)));
    Proposal later = react(deliveries.control(3, own));

    assertThat(later.commands()).isEmpty();
    assertThat(shown(react(deliveries.tick(4)).commands())).containsExactly("3→GERMINATED");
  }

  @Test
  void aPlanThatIsReadBeforeItsRequestIsCarriedOutAndNotSelectedAgain() {
    react(deliveries.inbound(0, sleeping(4)));
    TransitionRequest request = request(LAYER, SeedState.GERMINATED).seeds(1).build();
    Plan plan = plan(request, 3);

    assertThat(shown(react(deliveries.control(1, plan)).commands()))
        .containsExactly("3→GERMINATED");
    Proposal asked = react(deliveries.inbound(2, request));
    assertThat(asked.plans()).isEmpty();
    assertThat(shown(asked.commands())).containsExactly("3→GERMINATED");
    assertThat(react(deliveries.inbound(3, request)).plans()).isEmpty();
  }

  @Test
  void aSeedOfAPlanIsDoneWithWhenItHasLeftItsRevision() {
    react(deliveries.inbound(0, sleeping(4)));
    TransitionRequest request = request(LAYER, SeedState.GERMINATED).seeds(1, 2).build();
    Plan plan = react(deliveries.inbound(1, request)).plans().get(0);
    react(deliveries.control(2, plan));

    Proposal half = react(deliveries.inbound(3, awake(1)));
    assertThat(shown(half.commands())).containsExactly("2→GERMINATED", "1→TRAINING");
    assertThat(half.done()).isEmpty();
    Proposal end = react(deliveries.inbound(4, awake(2)));

    assertThat(end.done()).containsExactly(request.header().messageId());
    assertThat(control.requests().open()).isEmpty();
    assertThat(react(deliveries.inbound(5, request)).plans()).isEmpty();
  }

  @Test
  void answersARequestThatCannotBeCarriedOut() {
    react(deliveries.inbound(0, sleeping(4)));

    Proposal refused =
        react(deliveries.inbound(1, request(LAYER, SeedState.GERMINATED).seeds(9).build()));

    assertThat(refused.plans()).isEmpty();
    assertThat(refused.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.metricName()).isEqualTo("request_refused");
              assertThat(Views.detail(alert)).contains("seed 9 is unknown");
              assertThat(alert.header().correlationId()).isEqualTo("request-layer-1-GERMINATED-0");
            });
    assertThat(control.requests().open()).isEmpty();
  }

  @Test
  void waitsForAClearViewAndGivesUpInTime() {
    Proposal early = react(deliveries.inbound(0, request(LAYER, SeedState.GERMINATED).build()));
    Proposal waiting = react(deliveries.tick(60_000));
    Proposal expired = react(deliveries.tick(60_001));

    assertThat(early.plans()).isEmpty();
    assertThat(waiting.alerts()).isEmpty();
    assertThat(expired.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.metricName()).isEqualTo("request_expired");
              assertThat(Views.detail(alert)).contains("not seen clearly: NONE");
            });
  }

  @Test
  void givesUpAPlanWhoseSeedsDoNotGo() {
    react(deliveries.inbound(0, sleeping(4)));
    Plan plan =
        react(deliveries.inbound(1, request(LAYER, SeedState.GERMINATED).seeds(1).build()))
            .plans()
            .get(0);
    react(deliveries.control(2, plan));

    Proposal expired = react(deliveries.inbound(60_002, sleeping(4)));

    assertThat(expired.commands()).isEmpty();
    assertThat(expired.alerts())
        .singleElement()
        .satisfies(
            alert ->
                assertThat(Views.detail(alert))
                    .isEqualTo("1 of 1 seeds did not go within 60000 ms"));
  }

  @Test
  void refusesMoreOpenRequestsThanItRemembers() {
    for (int number = 0; number < RequestBook.BOUND; number++) {
      react(deliveries.inbound(0, request(LAYER, SeedState.GERMINATED).id("r" + number).build()));
    }

    Proposal full =
        react(deliveries.inbound(0, request(LAYER, SeedState.GERMINATED).id("r").build()));
    Proposal plan =
        react(deliveries.control(0, plan(request(LAYER, SeedState.TRAINING).build(), 1)));

    assertThat(full.alerts())
        .singleElement()
        .satisfies(alert -> assertThat(Views.detail(alert)).contains("256 requests"));
    assertThat(plan.commands()).isEmpty();
  }

  @Test
  void forgetsWhatIsDoneBeforeItRefusesWhatIsNew() {
    react(deliveries.inbound(0, sleeping(1)));
    for (int number = 0; number < 3 * RequestBook.BOUND; number++) {
      react(
          deliveries.inbound(
              0, request(LAYER, SeedState.GERMINATED).seeds(9).id("r" + number).build()));
    }

    assertThat(control.requests().all()).hasSize(RequestBook.BOUND);
    assertThat(
            react(deliveries.inbound(0, request(LAYER, SeedState.GERMINATED).id("x").build()))
                .plans())
        .hasSize(1);
  }

  @Test
  void carriesOutRequestsAndNothingElseWhereItIsDisabled() {
    PolicyOptions off = new PolicyOptions(false, 0.5, 0.5, 100, 10_000, LifecycleOptions.DEFAULTS);
    deliveries.config(
        new LayerConfig(
            OrderingOptions.DEFAULTS, DetectionOptions.DEFAULTS, off, TrackingOptions.DEFAULTS));

    assertThat(react(deliveries.inbound(0, report(LAYER).seeds(2).build())).commands()).isEmpty();
    Plan plan =
        react(deliveries.inbound(1, request(LAYER, SeedState.GERMINATED).build())).plans().get(0);
    assertThat(react(deliveries.control(2, plan)).commands()).hasSize(2);
  }

  @Test
  void followsNoRuleWhoseFeatureIsOff() {
    deliveries.config(without(Feature.WAKE));
    assertThat(react(deliveries.inbound(0, report(LAYER).seeds(2).build())).commands()).isEmpty();
    deliveries.config(without(Feature.PLAN));
    assertThat(react(deliveries.inbound(1, report(LAYER).seeds(2).build())).commands()).hasSize(1);
  }

  @Test
  void letsRequestsWaitWhileTheirFeatureIsOff() {
    Set<Feature> neither = Set.of(Feature.STOP, Feature.ADVANCE);
    LayerConfig waiting = with(neither);
    deliveries.config(waiting);
    react(deliveries.inbound(0, report(LAYER).seeds(2).build()));
    Plan plan =
        react(deliveries.inbound(1, request(LAYER, SeedState.GERMINATED).build())).plans().get(0);
    assertThat(react(deliveries.control(2, plan)).commands()).isEmpty();
    deliveries.config(without(Feature.WAKE));
    assertThat(react(deliveries.inbound(3, report(LAYER).seeds(2).build())).commands()).hasSize(2);
  }

  private static LayerConfig without(Feature feature) {
    return with(EnumSet.complementOf(EnumSet.of(feature)));
  }

  private static LayerConfig with(Set<Feature> features) {
    LayerConfig all = LayerConfig.DEFAULTS;
    return new LayerConfig(
        all.ordering(),
        all.detection(),
        all.policy(),
        all.tracking(),
        all.limits(),
        all.aggregation(),
        all.routing(),
        all.flags(),
        features);
  }

  @Test
  void anIllegalEdgeInAPlanIsNeverProposed() {
    react(deliveries.inbound(0, sleeping(4)));
    TransitionRequest forged = request(LAYER, SeedState.FOSSILIZED).forced().build();

    assertThat(react(deliveries.control(1, plan(forged, 1))).commands()).isEmpty();
  }

  private Proposal react(Delivery delivery) {
    Proposal proposal = controller.react(control, delivery);
    control = control.copy();
    return proposal;
  }

  /** A report in which no rule finds anything to do. */
  private static Message sleeping(int seeds) {
    return Views.ofTotal(report(LAYER).seeds(seeds).build(), 2 * seeds);
  }

  private static Message awake(int seed) {
    return transitioned(LAYER, seed, SeedState.DORMANT, SeedState.GERMINATED).build();
  }

  private static Plan plan(TransitionRequest request, int seed) {
    return new Plan(
        request.header(),
        LAYER,
        request.header().messageId(),
        1,
        request.targetState(),
        List.of(target(seed, 0)),
        request.force(),
        "why");
  }

  private static Plan planOf(Plan other, int seed) {
    return new Plan(
        other.header(),
        LAYER,
        other.requestId(),
        1,
        other.targetState(),
        List.of(target(seed, 0)),
        false,
        "why");
  }
}
