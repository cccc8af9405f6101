package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.heartbeat;
import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.revision;
import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static io.tamiyo.contracts.fixtures.Fixtures.transition;
import static io.tamiyo.contracts.fixtures.Fixtures.transitioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerViewTest {

  private static final String LAYER = "layer-1";
  private static final long STALE_AFTER = 10_000;

  private final LayerView view = new LayerView();

  @Test
  void knowsNothingAtFirst() {
    assertThat(view.sight(0, STALE_AFTER)).isEqualTo(Sight.NONE);
    assertThat(view.knows(0)).isFalse();
    assertThat(view.knows(-1)).isFalse();
    assertThat(view.size()).isZero();
  }

  @Test
  void takesStateRevisionAgeAndMetricsFromAReport() {
    view.take(
        report(LAYER)
            .seeds(2)
            .state(1, SeedState.TRAINING)
            .revision(1, 4)
            .epochsInState(1, 12)
            .metric(1, MetricNames.RECONSTRUCTION_LOSS, 0.5)
            .metric(1, "of no interest", 1)
            .build(),
        1_000,
        false);

    assertThat(view.totalSeeds()).isEqualTo(2);
    assertThat(view.state(0)).isEqualTo(SeedState.DORMANT);
    assertThat(view.state(1)).isEqualTo(SeedState.TRAINING);
    assertThat(view.revision(1)).isEqualTo(revision(4));
    assertThat(view.epochsInState(1)).isEqualTo(12);
    assertThat(view.metrics(1).measured(MetricNames.RECONSTRUCTION_LOSS)).hasValue(0.5);
    assertThat(view.metrics(1).measured("of no interest")).isEmpty();
    assertThat(view.metrics(0).measured(MetricNames.RECONSTRUCTION_LOSS)).isEmpty();
    assertThat(view.reportedAt()).isEqualTo(1_000);
    assertThat(view.sight(11_000, STALE_AFTER)).isEqualTo(Sight.CLEAR);
    assertThat(view.sight(11_001, STALE_AFTER)).isEqualTo(Sight.STALE);
  }

  @Test
  void aLaterReportWithoutAMetricMakesItUnknownAgain() {
    view.take(report(LAYER).seeds(1).metric(MetricNames.ERROR_RATE, 0.3).build(), 0, false);
    view.take(report(LAYER).seeds(1).build(), 1, false);

    assertThat(view.metrics(0).measured(MetricNames.ERROR_RATE)).isEmpty();
  }

  @Test
  void aReportOfAnEarlierRevisionChangesNothingOfTheSeed() {
    view.take(transitioned(LAYER, 0, SeedState.DORMANT, SeedState.GERMINATED).build());
    view.take(report(LAYER).seeds(2).metric(MetricNames.ERROR_RATE, 1).build(), 5, false);

    assertThat(view.state(0)).isEqualTo(SeedState.GERMINATED);
    assertThat(view.metrics(0).measured(MetricNames.ERROR_RATE)).isEmpty();
    assertThat(view.isDecidable(0, 5, STALE_AFTER)).isFalse();
    assertThat(view.isDecidable(1, 5, STALE_AFTER)).isTrue();
  }

  @Test
  void anEventOfAGreaterRevisionForgetsWhatWasMeasuredInTheEarlierState() {
    view.take(
        report(LAYER).seeds(1).epochsInState(9).metric(MetricNames.ERROR_RATE, 1).build(),
        0,
        false);
    view.take(transitioned(LAYER, 0, SeedState.DORMANT, SeedState.GERMINATED).build());

    assertThat(view.epochsInState(0)).isZero();
    assertThat(view.metrics(0).measured(MetricNames.ERROR_RATE)).isEmpty();
    assertThat(view.isDecidable(0, 0, STALE_AFTER)).isTrue();
  }

  @Test
  void anEventOfTheKnownRevisionOrWithoutSuccessChangesNothing() {
    view.take(report(LAYER).seeds(1).revision(0, 3).build(), 0, false);
    StateTransitionEvent same =
        transitioned(LAYER, 0, SeedState.CULLED, SeedState.TRAINING).revision(3).build();
    view.take(same);
    view.take(
        new StateTransitionEvent(
            same.header(),
            LAYER,
            0,
            SeedState.DORMANT,
            SeedState.GERMINATED,
            "",
            Map.of(),
            0,
            "host",
            false,
            revision(4)));

    assertThat(view.state(0)).isEqualTo(SeedState.DORMANT);
    assertThat(view.revision(0)).isEqualTo(revision(3));
  }

  @Test
  void aRefusalKeepsASeedFromBeingDecidedOnUntilItIsReportedAgain() {
    view.take(report(LAYER).seeds(2).build(), 0, false);
    view.take(result(Outcome.REJECTED, new SeedOutcome(0, SeedState.DORMANT, revision(0))));

    assertThat(view.isDecidable(0, 0, STALE_AFTER)).isFalse();
    assertThat(view.isDecidable(1, 0, STALE_AFTER)).isTrue();

    view.take(report(LAYER).seeds(2).build(), 1, false);
    assertThat(view.isDecidable(0, 1, STALE_AFTER)).isTrue();
  }

  @Test
  void aRefusalOfAnEarlierRevisionIsNoneOfThePresentOne() {
    view.take(report(LAYER).seeds(1).revision(0, 2).build(), 0, false);
    view.take(result(Outcome.FAILED, new SeedOutcome(0, SeedState.DORMANT, revision(1))));

    assertThat(view.isDecidable(0, 0, STALE_AFTER)).isTrue();
  }

  @Test
  void anAcknowledgementTellsWhereItsTargetsStand() {
    view.take(report(LAYER).seeds(2).build(), 0, false);
    view.take(result(Outcome.STALE_REVISION, new SeedOutcome(1, SeedState.TRAINING, revision(7))));

    assertThat(view.state(1)).isEqualTo(SeedState.TRAINING);
    assertThat(view.revision(1)).isEqualTo(revision(7));
    assertThat(view.isDecidable(1, 0, STALE_AFTER)).isTrue();
  }

  @Test
  void aNewStoreReplacesEverythingAndAnEarlierOneIsNotHeard() {
    view.take(report(LAYER).seeds(3).revision(0, 9).build(), 0, false);
    view.take(report(LAYER).seeds(1).hostEpoch(2).build(), 1, false);
    view.take(report(LAYER).seeds(3).revision(0, 10).build(), 2, false);
    view.take(transitioned(LAYER, 0, SeedState.DORMANT, SeedState.GERMINATED).revision(99).build());

    assertThat(view.totalSeeds()).isEqualTo(1);
    assertThat(view.revision(0)).isEqualTo(new Revision(2, 0));
    assertThat(view.knows(1)).isFalse();
    assertThat(view.reportedAt()).isEqualTo(1);
  }

  @Test
  void anAcknowledgementOfANewStoreMakesTheOtherSeedsUnknown() {
    view.take(report(LAYER).seeds(3).build(), 0, false);
    view.take(
        result(Outcome.STALE_REVISION, new SeedOutcome(1, SeedState.DORMANT, new Revision(2, 0))));

    assertThat(view.knows(0)).isFalse();
    assertThat(view.knows(1)).isTrue();
    assertThat(view.isDecidable(1, 0, STALE_AFTER)).isFalse();
  }

  @Test
  void aLateReportAddsOnlyGreaterRevisions() {
    view.take(report(LAYER).seeds(2).metric(MetricNames.ERROR_RATE, 0.1).build(), 1_000, false);
    view.take(
        report(LAYER)
            .seeds(2)
            .revision(1, 5)
            .state(1, SeedState.TRAINING)
            .metric(MetricNames.ERROR_RATE, 0.9)
            .build(),
        2_000,
        true);

    assertThat(view.metrics(0).measured(MetricNames.ERROR_RATE).getAsDouble()).isLessThan(0.2);
    assertThat(view.state(1)).isEqualTo(SeedState.TRAINING);
    assertThat(view.reportedAt()).isEqualTo(1_000);
  }

  @Test
  void aGoodbyeHoldsUntilTheHostIsHeardAgain() {
    view.take(report(LAYER).seeds(1).build(), 0, false);
    view.take(goodbye());
    assertThat(view.sight(0, STALE_AFTER)).isEqualTo(Sight.GONE);

    view.take(heartbeat(LAYER, seconds(1)));
    assertThat(view.sight(0, STALE_AFTER)).isEqualTo(Sight.CLEAR);

    view.take(goodbye());
    view.announced();
    assertThat(view.sight(0, STALE_AFTER)).isEqualTo(Sight.CLEAR);

    view.take(goodbye());
    view.take(report(LAYER).seeds(1).build(), 0, false);
    assertThat(view.sight(0, STALE_AFTER)).isEqualTo(Sight.CLEAR);
  }

  @Test
  void aSmallerLayerForgetsTheSeedsThatItNoLongerHas() {
    view.take(report(LAYER).seeds(5).build(), 0, false);
    view.take(report(LAYER).seeds(2).build(), 1, false);

    assertThat(view.size()).isEqualTo(2);
  }

  @Test
  void claimsOfVastLayersCostNoMemory() {
    LayerHealthReport honest = report(LAYER).seeds(1).build();
    LayerHealthReport vast =
        new LayerHealthReport(
            honest.header(),
            LAYER,
            Integer.MAX_VALUE,
            0,
            new io.tamiyo.contracts.message.SeedColumns(
                1,
                new int[] {0, Integer.MAX_VALUE - 1},
                new byte[2],
                new long[2],
                new int[2],
                List.of()),
            Map.of(),
            Map.of(),
            honest.telemetryWindow(),
            List.of());
    view.take(vast, 0, false);
    view.take(
        result(
            Outcome.APPLIED,
            new SeedOutcome(Integer.MAX_VALUE, SeedState.DORMANT, revision(1)),
            new SeedOutcome(-1, SeedState.DORMANT, revision(1))));

    assertThat(view.size()).isEqualTo(1);
  }

  @Test
  void withoutRevisionsTheLastWordCounts() {
    view.take(report(LAYER).seeds(1).hostEpoch(-1).revision(0, -1).build(), 0, false);
    view.take(
        new StateTransitionEvent(
            report(LAYER).build().header(),
            LAYER,
            0,
            SeedState.DORMANT,
            SeedState.GERMINATED,
            "",
            Map.of(),
            0,
            "",
            true,
            Revision.UNKNOWN));

    assertThat(view.state(0)).isEqualTo(SeedState.GERMINATED);
    assertThat(view.revision(0)).isEqualTo(Revision.UNKNOWN);
  }

  private static Heartbeat goodbye() {
    Heartbeat alive = heartbeat(LAYER, seconds(1));
    return new Heartbeat(
        alive.header(), alive.serviceId(), 1, Map.of(), "stopping", Map.of(), LAYER);
  }

  private static CommandResult result(Outcome outcome, SeedOutcome... seeds) {
    Command command = transition(LAYER, SeedState.GERMINATED).build();
    CommandResult empty = acknowledgement(command, outcome).build();
    return new CommandResult(
        empty.header(),
        empty.success(),
        0,
        null,
        null,
        Map.of(),
        LAYER,
        empty.commandId(),
        empty.jobEpoch(),
        outcome,
        List.of(seeds));
  }
}
