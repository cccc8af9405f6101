package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.SeedBlend;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeedSlotTest {

  private static final LinearRamp RAMP = new LinearRamp(4);

  private static final Blueprint DOUBLING = Blueprint.of(new float[] {2f}, new float[1]);

  private final LayerSteps steps = LayerSteps.none();
  private final SeedSlot slot =
      new SeedSlot(
          new ChunkLayout(1, 1), change(SeedState.DORMANT, 0), LearningOptions.DEFAULTS, steps);

  @ParameterizedTest
  @EnumSource(
      value = SeedState.class,
      names = {"STABILIZATION", "EVALUATING", "FINE_TUNING", "FOSSILIZED"})
  void holdsItsGraftInFullOnceItIsGrafted(SeedState state) {
    slot.apply(change(state, 0));

    assertThat(slot.blend()).isEqualTo(new SeedBlend.Graft(BlendStrategy.LINEAR, 1, DOUBLING));
  }

  @ParameterizedTest
  @EnumSource(
      value = SeedState.class,
      names = {"DORMANT", "GERMINATED", "TRAINING", "CULLED", "CANCELLED", "ROLLED_BACK"})
  void passesItsChunkThroughWhenItIsNotGrafted(SeedState state) {
    slot.apply(change(state, 100));

    assertThat(slot.blend()).isEqualTo(SeedBlend.PASS_THROUGH);
    assertThat(slot.alpha()).isZero();
  }

  @Test
  void rampsWhileItIsGraftedAndGoesOnWhereARestartLeftIt() {
    slot.apply(change(SeedState.GRAFTING, 0));
    assertThat(slot.blend()).isEqualTo(SeedBlend.PASS_THROUGH);
    assertThat(slot.endEpoch()).isTrue();
    assertThat(slot.alpha()).isEqualTo(0.25);

    slot.apply(change(SeedState.GRAFTING, 3));
    assertThat(slot.alpha()).isEqualTo(0.75);
    assertThat(slot.endEpoch()).isTrue();
    assertThat(slot.alpha()).isEqualTo(1.0);
    assertThat(slot.endEpoch()).isFalse();
    assertThat(slot.epochsInState()).isEqualTo(5);
  }

  @Test
  void knowsItsStabilityOnlyWhileItsGraftIsHeldInFull() {
    for (int step = 0; step < 30; step++) {
      steps.losses().add(0.5);
    }
    assertThat(read()).doesNotContainKey(MetricNames.STABILITY_SCORE);

    slot.apply(change(SeedState.STABILIZATION, 0));
    for (int step = 0; step < 19; step++) {
      steps.losses().add(0.5);
    }
    assertThat(read()).doesNotContainKey(MetricNames.STABILITY_SCORE);
    slot.apply(change(SeedState.EVALUATING, 0));
    steps.losses().add(0.5);

    assertThat(read()).containsEntry(MetricNames.STABILITY_SCORE, 1.0);
  }

  @Test
  void forgetsWhatWasMeasuredInTheStateBefore() {
    slot.apply(change(SeedState.EVALUATING, 0));
    slot.measuredDelta(0.9, 0.8);
    assertThat(read()).containsKey(MetricNames.PERFORMANCE_DELTA);

    slot.apply(change(SeedState.FINE_TUNING, 0));
    assertThat(read())
        .doesNotContainKeys(MetricNames.PERFORMANCE_DELTA, MetricNames.TOTAL_IMPROVEMENT);

    slot.measuredDelta(1.0, 0.5);
    for (int step = 0; step < 20; step++) {
      steps.losses().add(0.5);
    }
    assertThat(read())
        .containsEntry(MetricNames.TOTAL_IMPROVEMENT, 0.5)
        .containsEntry(MetricNames.FINAL_STABILITY, 1.0);
  }

  @Test
  void countsErrorsFromGerminationToGermination() {
    slot.apply(change(SeedState.GERMINATED, 0));
    slot.fail();
    slot.apply(change(SeedState.TRAINING, 0));
    assertThat(read()).containsEntry(MetricNames.ERROR_COUNT, 1.0);

    slot.apply(change(SeedState.GERMINATED, 0));
    assertThat(read()).doesNotContainKey(MetricNames.ERROR_COUNT);
  }

  @Test
  void reportsTheAccuracyOfActiveSeedsOnly() {
    assertThat(read()).isEmpty();

    slot.apply(change(SeedState.GRAFTING, 0));
    assertThat(read()).containsExactly(Map.entry(MetricNames.ACCURACY, 0.5));
  }

  private Map<String, Double> read() {
    Map<String, Double> measured = new HashMap<>();
    slot.read(OptionalDouble.of(0.5), (metric, value) -> measured.put(metric.metricName(), value));
    return measured;
  }

  private static SeedAssignment change(SeedState state, int epochsInState) {
    return new SeedAssignment(0, state, epochsInState, BlendStrategy.LINEAR, RAMP, DOUBLING);
  }
}
