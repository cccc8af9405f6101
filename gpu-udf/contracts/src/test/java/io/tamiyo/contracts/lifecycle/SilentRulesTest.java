package io.tamiyo.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SilentRulesTest {

  private static final List<String> NAMES =
      List.of(
          MetricNames.RECONSTRUCTION_LOSS,
          MetricNames.PERFORMANCE_DELTA,
          MetricNames.STABILITY_SCORE,
          MetricNames.FINAL_STABILITY,
          MetricNames.TOTAL_IMPROVEMENT,
          MetricNames.ERROR_RATE,
          MetricNames.ERROR_COUNT);

  @RandomSeeds
  void permitsWhatTheCheckAllowsAndNothingElse(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Metrics metrics = anyMetrics(random);
      int epochs = random.nextInt(150);
      for (SeedState from : SeedState.values()) {
        for (SeedState to : SeedState.values()) {
          assertThat(LifecycleRules.DEFAULTS.permits(from, to, epochs, metrics))
              .as("%s to %s after %d epochs", from, to, epochs)
              .isEqualTo(
                  LifecycleRules.DEFAULTS.check(from, to, epochs, metrics, false).isAllowed());
        }
      }
    }
  }

  @Test
  void explainsAnEdgeByTheConditionsThatAreMet() {
    Metrics metrics = of(Map.of(MetricNames.RECONSTRUCTION_LOSS, 0.004));

    assertThat(LifecycleRules.DEFAULTS.explain(SeedState.TRAINING, SeedState.GRAFTING, 12, metrics))
        .isEqualTo("reconstruction_loss 0.004 ≤ 0.01 after 12 epochs in TRAINING");
  }

  @Test
  void explainsAStopByItsCauses() {
    Metrics metrics = of(Map.of(MetricNames.ERROR_COUNT, 6.0, MetricNames.PERFORMANCE_DELTA, -0.5));

    assertThat(LifecycleRules.DEFAULTS.explain(SeedState.EVALUATING, SeedState.CULLED, 3, metrics))
        .isEqualTo(
            "error_count 6.0 > 5.0, performance_delta -0.5 < -0.05 after 3 epochs in EVALUATING");
    assertThat(LifecycleRules.DEFAULTS.explain(SeedState.TRAINING, SeedState.CULLED, 3, metrics))
        .isEqualTo("error_count 6.0 > 5.0 after 3 epochs in TRAINING");
  }

  @Test
  void explainsAnEdgeWithoutConditionsByItsAge() {
    assertThat(
            LifecycleRules.DEFAULTS.explain(
                SeedState.GERMINATED, SeedState.TRAINING, 0, Metrics.UNKNOWN))
        .isEqualTo("after 0 epochs in GERMINATED");
  }

  @Test
  void aConditionOnWhatIsUnknownShowsItAsSuch() {
    assertThat(Condition.below("loss", 1).inFigures(Metrics.UNKNOWN))
        .isEqualTo("loss unknown < 1.0");
  }

  private static Metrics anyMetrics(Random random) {
    Map<String, Double> values = new HashMap<>();
    for (String name : NAMES) {
      double[] candidates = {Double.NaN, 0, random.nextDouble(), -random.nextDouble(), 0.005, 7};
      if (random.nextInt(3) > 0) {
        values.put(name, candidates[random.nextInt(candidates.length)]);
      }
    }
    return of(values);
  }

  private static Metrics of(Map<String, Double> values) {
    return name ->
        values.containsKey(name) ? OptionalDouble.of(values.get(name)) : OptionalDouble.empty();
  }
}
