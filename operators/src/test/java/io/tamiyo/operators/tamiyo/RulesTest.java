package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.transitioned;
import static io.tamiyo.operators.tamiyo.Views.LAYER;
import static io.tamiyo.operators.tamiyo.Views.after;
import static io.tamiyo.operators.tamiyo.Views.decided;
import static io.tamiyo.operators.tamiyo.Views.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {

  private static final Rule WAKE = new WakeRule();
  private static final Rule ADVANCE = new AdvanceRule();
  private static final Rule STOP = new StopRule();

  @ParameterizedTest(name = "of {0} seeds, {1} dormant, it wakes {2}")
  @CsvSource({"1,1,1", "10,10,5", "10,9,4", "10,6,1", "10,5,0", "10,0,0", "3,2,1", "7,7,3"})
  void wakesUpToHalfOfTheDormantSeedsAndNotBelowTheThreshold(int seeds, int dormant, int woken) {
    ReportBuilder report = report(LAYER).seeds(seeds).allIn(SeedState.FOSSILIZED);
    for (int seed = 0; seed < dormant; seed++) {
      report.state(seed, SeedState.DORMANT);
    }

    assertThat(decided(WAKE, after(report))).hasSize(woken);
  }

  @Test
  void seedsThatAreUnknownAreNotTakenForDormant() {
    LayerView view = new LayerView();
    view.take(Views.ofTotal(report(LAYER).seeds(4).build(), 9), 0, false);

    assertThat(decided(WAKE, view)).isEmpty();
  }

  @Test
  void proposesTheSameSeedsUntilTheyAreAwakeSoThatNoFurtherOnesAreWoken() {
    LayerView view = after(report(LAYER).seeds(10));
    assertThat(decided(WAKE, view)).hasSize(5).startsWith("0→GERMINATED");

    for (int seed = 0; seed < 4; seed++) {
      view.take(transitioned(LAYER, seed, SeedState.DORMANT, SeedState.GERMINATED).build());
    }

    assertThat(decided(WAKE, view)).containsExactly("4→GERMINATED");
  }

  @Test
  void wakingSaysHowManySleep() {
    assertThat(only(WAKE, after(report(LAYER).seeds(2))).reason())
        .isEqualTo("2 of 2 seeds are dormant, more than a share of 0.5");
  }

  @ParameterizedTest
  @CsvSource({
    "GERMINATED,0,TRAINING",
    "GRAFTING,50,STABILIZATION",
    "STABILIZATION,20,EVALUATING",
  })
  void aSeedOfSufficientAgeGoesToTheNextState(SeedState from, int epochs, SeedState to) {
    ReportBuilder old = report(LAYER).seeds(1).allIn(from).epochsInState(epochs);
    assertThat(decided(ADVANCE, after(old))).containsExactly("0→" + to);

    if (epochs > 0) {
      ReportBuilder young = report(LAYER).seeds(1).allIn(from).epochsInState(epochs - 1);
      assertThat(decided(ADVANCE, after(young))).isEmpty();
    }
  }

  @Test
  void aSeedWhoseAgeIsNotToldIsTakenForNew() {
    assertThat(decided(ADVANCE, after(seedIn(SeedState.GERMINATED, -1)))).isNotEmpty();
    assertThat(decided(ADVANCE, after(seedIn(SeedState.GRAFTING, -1)))).isEmpty();
  }

  @Test
  void trainingEndsWhenTheReconstructionIsGoodEnough() {
    ReportBuilder training = seedIn(SeedState.TRAINING, 100);
    assertThat(decided(ADVANCE, after(training))).isEmpty();

    training.metric(0, MetricNames.RECONSTRUCTION_LOSS, 0.0101);
    assertThat(decided(ADVANCE, after(training))).isEmpty();

    training.metric(0, MetricNames.RECONSTRUCTION_LOSS, Double.NaN);
    assertThat(decided(ADVANCE, after(training))).isEmpty();

    training.metric(0, MetricNames.RECONSTRUCTION_LOSS, 0.0078125);
    assertThat(decided(ADVANCE, after(training))).containsExactly("0→GRAFTING");
  }

  @Test
  void evaluationEndsWithAGainAndStability() {
    ReportBuilder evaluating =
        seedIn(SeedState.EVALUATING, 30).metric(0, MetricNames.PERFORMANCE_DELTA, 0.25);
    assertThat(decided(ADVANCE, after(evaluating))).isEmpty();

    evaluating.metric(0, MetricNames.STABILITY_SCORE, 0.875);
    assertThat(only(ADVANCE, after(evaluating)).reason())
        .isEqualTo(
            "performance_delta 0.25 > 0.0, stability_score 0.875 ≥ 0.8"
                + " after 30 epochs in EVALUATING");

    evaluating.metric(0, MetricNames.PERFORMANCE_DELTA, 0);
    assertThat(decided(ADVANCE, after(evaluating))).isEmpty();
  }

  @Test
  void fineTuningEndsWithALastingImprovement() {
    ReportBuilder tuning =
        seedIn(SeedState.FINE_TUNING, 50).metric(0, MetricNames.TOTAL_IMPROVEMENT, 0.5);
    assertThat(decided(ADVANCE, after(tuning))).isEmpty();

    tuning.metric(0, MetricNames.FINAL_STABILITY, 0.96875);
    assertThat(decided(ADVANCE, after(tuning))).containsExactly("0→FOSSILIZED");
  }

  @ParameterizedTest
  @EnumSource(
      value = SeedState.class,
      names = {"DORMANT", "FOSSILIZED", "CULLED", "CANCELLED", "ROLLED_BACK"})
  void seedsThatSleepRestOrAreDoneAreNeitherAdvancedNorStopped(SeedState state) {
    ReportBuilder idle = seedIn(state, 1_000).metric(0, MetricNames.ERROR_COUNT, 100);

    assertThat(decided(ADVANCE, after(idle))).isEmpty();
    assertThat(decided(STOP, after(idle))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TRAINING,CULLED",
    "EVALUATING,CULLED",
    "FINE_TUNING,CULLED",
    "GRAFTING,ROLLED_BACK",
    "STABILIZATION,ROLLED_BACK"
  })
  void aSeedThatErrsIsCulledOrElseRolledBackWhateverItsAge(SeedState state, SeedState stop) {
    ReportBuilder erring = seedIn(state, 0).metric(0, MetricNames.ERROR_RATE, 0.5);

    Decision decision = only(STOP, after(erring));

    assertThat(decision.target()).isEqualTo(stop);
    assertThat(decision.priority()).isEqualTo(Priority.HIGH);
    assertThat(decision.reason()).isEqualTo("error_rate 0.5 > 0.1 after 0 epochs in " + state);
  }

  @Test
  void aGerminatedSeedIsNotStoppedSinceItTakesNoPartYet() {
    ReportBuilder erring = seedIn(SeedState.GERMINATED, 0).metric(0, MetricNames.ERROR_COUNT, 6);

    assertThat(decided(STOP, after(erring))).isEmpty();
  }

  @Test
  void onlyABlendedSeedIsStoppedForWhatItCosts() {
    assertThat(decided(STOP, after(costing(SeedState.EVALUATING)))).containsExactly("0→CULLED");
    assertThat(decided(STOP, after(costing(SeedState.FINE_TUNING)))).containsExactly("0→CULLED");
    assertThat(decided(STOP, after(costing(SeedState.TRAINING)))).isEmpty();
  }

  @Test
  void whatIsOnTheThresholdOrUnknownIsNoCauseToStop() {
    ReportBuilder onIt =
        seedIn(SeedState.EVALUATING, 0)
            .metric(0, MetricNames.ERROR_COUNT, 5)
            .metric(0, MetricNames.ERROR_RATE, Double.NaN);

    assertThat(decided(STOP, after(onIt))).isEmpty();
    assertThat(decided(STOP, after(seedIn(SeedState.EVALUATING, 0)))).isEmpty();
  }

  @Test
  void noRuleDecidesOnASeedThatWasReportedTooLongAgo() {
    LayerView view =
        after(
            report(LAYER)
                .seeds(3)
                .state(1, SeedState.GERMINATED)
                .state(2, SeedState.TRAINING)
                .metric(2, MetricNames.ERROR_COUNT, 9));
    for (Rule rule : Policy.STANDARD.rules()) {
      Round round = new Round(10);
      rule.decide(view, PolicyOptions.DEFAULTS, 10_001, round);
      assertThat(round.decisions()).isEmpty();
    }
  }

  private static ReportBuilder seedIn(SeedState state, int epochs) {
    return report(LAYER).seeds(1).state(0, state).epochsInState(0, epochs);
  }

  private static ReportBuilder costing(SeedState state) {
    return seedIn(state, 0).metric(0, MetricNames.PERFORMANCE_DELTA, -0.0625);
  }
}
