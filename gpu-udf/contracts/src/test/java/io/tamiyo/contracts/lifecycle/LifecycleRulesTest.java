package io.tamiyo.contracts.lifecycle;

import static io.tamiyo.contracts.lifecycle.SeedState.CANCELLED;
import static io.tamiyo.contracts.lifecycle.SeedState.CULLED;
import static io.tamiyo.contracts.lifecycle.SeedState.DORMANT;
import static io.tamiyo.contracts.lifecycle.SeedState.EVALUATING;
import static io.tamiyo.contracts.lifecycle.SeedState.FINE_TUNING;
import static io.tamiyo.contracts.lifecycle.SeedState.FOSSILIZED;
import static io.tamiyo.contracts.lifecycle.SeedState.GERMINATED;
import static io.tamiyo.contracts.lifecycle.SeedState.GRAFTING;
import static io.tamiyo.contracts.lifecycle.SeedState.ROLLED_BACK;
import static io.tamiyo.contracts.lifecycle.SeedState.STABILIZATION;
import static io.tamiyo.contracts.lifecycle.SeedState.TRAINING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Reason;
import io.tamiyo.contracts.lifecycle.TransitionVerdict.Refused;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LifecycleRulesTest {

  private final LifecycleRules rules = LifecycleRules.DEFAULTS;

  @Test
  void wakesASleepingSeedAtOnce() {
    assertAllowed(DORMANT, GERMINATED, 0, Metrics.UNKNOWN);
    assertAllowed(GERMINATED, TRAINING, 0, Metrics.UNKNOWN);
  }

  @Test
  void refusesWhatTheTableDoesNotHaveWithTheAlternatives() {
    Refused refused = refused(DORMANT, FOSSILIZED, 9999, Metrics.UNKNOWN);
    assertThat(refused.reason()).isEqualTo(Reason.ILLEGAL_TRANSITION);
    assertThat(refused.alternatives()).containsExactly(GERMINATED);
    assertThat(rules.check(DORMANT, FOSSILIZED, 9999, Metrics.UNKNOWN, true).isAllowed())
        .as("force never skips the table")
        .isFalse();
  }

  @Test
  void keepsASeedInItsStateForItsLeastEpochs() {
    Metrics good = metrics(MetricNames.RECONSTRUCTION_LOSS, 0.001);
    assertThat(refused(TRAINING, GRAFTING, 99, good).reason()).isEqualTo(Reason.TOO_EARLY);
    assertAllowed(TRAINING, GRAFTING, 100, good);
    assertThat(refused(GRAFTING, STABILIZATION, 49, good).reason()).isEqualTo(Reason.TOO_EARLY);
    assertAllowed(GRAFTING, STABILIZATION, 50, good);
    assertAllowed(STABILIZATION, EVALUATING, 20, good);
    assertAllowed(TRAINING, GRAFTING, 0, good, true);
  }

  @Test
  void graftsOnlyWhatReconstructsItsInput() {
    assertAllowed(TRAINING, GRAFTING, 100, metrics(MetricNames.RECONSTRUCTION_LOSS, 0.01));
    Refused refused =
        refused(TRAINING, GRAFTING, 100, metrics(MetricNames.RECONSTRUCTION_LOSS, 0.011));
    assertThat(refused.reason()).isEqualTo(Reason.CONDITION_NOT_MET);
    assertThat(refused.detail()).contains("reconstruction_loss", "0.011", "0.01");
  }

  @Test
  void takesNothingUnknownOrNotANumberForGood() {
    assertThat(refused(TRAINING, GRAFTING, 100, Metrics.UNKNOWN).reason())
        .isEqualTo(Reason.UNKNOWN_METRIC);
    Metrics nan = metrics(MetricNames.RECONSTRUCTION_LOSS, Double.NaN);
    assertThat(refused(TRAINING, GRAFTING, 100, nan).reason()).isEqualTo(Reason.CONDITION_NOT_MET);
  }

  @Test
  void finishesOnlyWhatImprovesAndIsStable() {
    Metrics good = metrics(MetricNames.TOTAL_IMPROVEMENT, 0.01, MetricNames.FINAL_STABILITY, 0.95);
    assertAllowed(FINE_TUNING, FOSSILIZED, 50, good);
    Metrics unstable =
        metrics(MetricNames.TOTAL_IMPROVEMENT, 0.01, MetricNames.FINAL_STABILITY, 0.94);
    assertThat(refused(FINE_TUNING, FOSSILIZED, 50, unstable).reason())
        .isEqualTo(Reason.CONDITION_NOT_MET);
    Metrics better =
        metrics(MetricNames.PERFORMANCE_DELTA, 0.001, MetricNames.STABILITY_SCORE, 0.8);
    assertAllowed(EVALUATING, FINE_TUNING, 30, better);
    Metrics same = metrics(MetricNames.PERFORMANCE_DELTA, 0, MetricNames.STABILITY_SCORE, 0.8);
    assertThat(refused(EVALUATING, FINE_TUNING, 30, same).reason())
        .isEqualTo(Reason.CONDITION_NOT_MET);
  }

  @Test
  void cullsForCauseAtAnyAge() {
    assertAllowed(EVALUATING, CULLED, 0, metrics(MetricNames.PERFORMANCE_DELTA, -0.06));
    assertAllowed(EVALUATING, CULLED, 0, metrics(MetricNames.ERROR_RATE, 0.2));
    assertAllowed(TRAINING, CULLED, 0, metrics(MetricNames.ERROR_COUNT, 6));
    assertThat(refused(EVALUATING, CULLED, 999, metrics(MetricNames.ERROR_COUNT, 5)).reason())
        .isEqualTo(Reason.CONDITION_NOT_MET);
    assertThat(refused(TRAINING, CULLED, 0, Metrics.UNKNOWN).reason()).isEqualTo(Reason.TOO_EARLY);
    assertAllowed(TRAINING, CULLED, 100, Metrics.UNKNOWN);
  }

  @Test
  void takesNothingUnknownForACauseToStop() {
    assertThat(rules.isCauseToStop(EVALUATING, Metrics.UNKNOWN)).isFalse();
    Metrics worse = metrics(MetricNames.PERFORMANCE_DELTA, -0.06);
    assertThat(rules.isCauseToStop(EVALUATING, worse)).isTrue();
    assertThat(rules.isCauseToStop(TRAINING, worse)).as("it is not blended in yet").isFalse();
  }

  @Test
  void stopsAndRollsBackAtAnyAge() {
    assertAllowed(GRAFTING, ROLLED_BACK, 0, Metrics.UNKNOWN);
    assertAllowed(GERMINATED, CANCELLED, 0, Metrics.UNKNOWN);
  }

  @Test
  void wakesAStoppedSeedAfterItsEmbargo() {
    assertThat(refused(CULLED, DORMANT, 49, Metrics.UNKNOWN).reason()).isEqualTo(Reason.TOO_EARLY);
    assertAllowed(CULLED, DORMANT, 50, Metrics.UNKNOWN);
  }

  @RandomSeeds
  void neverAllowsAnEdgeThatTheTableDoesNotHave(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      SeedState from = SeedState.ofCode(random.nextInt(11)).orElseThrow();
      SeedState to = SeedState.ofCode(random.nextInt(11)).orElseThrow();
      Metrics any = name -> OptionalDouble.of(random.nextGaussian());
      TransitionVerdict verdict =
          rules.check(from, to, random.nextInt(200), any, random.nextBoolean());
      assertThat(verdict.isAllowed() && !rules.table().allows(from, to)).isFalse();
    }
  }

  @Test
  void scalesEpochsForShortRuns() {
    LifecycleOptions scaled = LifecycleOptions.DEFAULTS.withEpochsScaledBy(0.015);
    assertThat(scaled.leastEpochs()).containsEntry(TRAINING, 2).containsEntry(GRAFTING, 1);
    assertThat(scaled.embargoEpochs()).isEqualTo(1);
    assertThat(scaled.minStability()).isEqualTo(LifecycleOptions.DEFAULTS.minStability());
    assertThatThrownBy(() -> LifecycleOptions.DEFAULTS.withEpochsScaledBy(0))
        .hasMessageContaining("scale");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThatThrownBy(() -> options(Map.of(TRAINING, -1), 1, 0.1))
        .hasMessageContaining("TRAINING");
    assertThatThrownBy(() -> options(Map.of(), -1, 0.1)).hasMessageContaining("embargoEpochs");
    assertThatThrownBy(() -> options(Map.of(), 1, Double.NaN))
        .hasMessageContaining("maxReconstructionLoss");
  }

  private static LifecycleOptions options(
      Map<SeedState, Integer> leastEpochs, int embargo, double maxReconstructionLoss) {
    return new LifecycleOptions(
        leastEpochs, embargo, maxReconstructionLoss, 0.8, 0.95, 0.01, -0.05, 0.1, 5);
  }

  private void assertAllowed(SeedState from, SeedState to, int epochs, Metrics metrics) {
    assertAllowed(from, to, epochs, metrics, false);
  }

  private void assertAllowed(
      SeedState from, SeedState to, int epochs, Metrics metrics, boolean force) {
    TransitionVerdict verdict = rules.check(from, to, epochs, metrics, force);
    assertThat(verdict.isAllowed()).as(verdict.toString()).isTrue();
  }

  private Refused refused(SeedState from, SeedState to, int epochs, Metrics metrics) {
    TransitionVerdict verdict = rules.check(from, to, epochs, metrics, false);
    assertThat(verdict).isInstanceOf(Refused.class);
    return (Refused) verdict;
  }

  private static Metrics metrics(String name, double value) {
    return asked -> asked.equals(name) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static Metrics metrics(String first, double one, String second, double two) {
    return asked ->
        asked.equals(first) ? OptionalDouble.of(one) : metrics(second, two).measured(asked);
  }
}
