package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.TensorEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured by held-out evaluations, on a clock and a network that the test makes up. */
class EvaluationTest {

  private static final long MS = 1_000_000;

  private final NDManager manager = TensorEngine.newManager();
  private final TrainedLayer layer =
      new TrainedLayer("a", new ChunkLayout(4, 2), LearningOptions.DEFAULTS, manager);
  private long now;
  private int evaluations;
  private final TrainedLayers layers =
      new TrainedLayers(List.of(layer), EvaluationOptions.DEFAULTS, () -> now);

  @AfterEach
  void close() {
    layers.close();
    manager.close();
  }

  @Test
  void theDeltaIsTheAccuracyWithTheSeedMinusTheSameWithTheSeedAtAlphaZero() {
    evaluate(SeedState.EVALUATING);
    layers.evaluateBy(() -> accuracy(0));

    layers.endEpoch();

    // 0.75 of the examples are right with the seed and 0.5 without: it adds a quarter.
    LayerReading reading = layer.read();
    assertThat(reading.layerMetrics()).containsEntry(MetricNames.ACCURACY, 0.75);
    assertThat(measured(0, reading))
        .containsEntry(MetricNames.ACCURACY, 0.75)
        .containsEntry(MetricNames.PERFORMANCE_DELTA, 0.25)
        .doesNotContainKey(MetricNames.TOTAL_IMPROVEMENT);
    assertThat(measured(1, reading)).isEmpty();
    assertThat(layer.kernel().inForce().isIdentity()).isFalse();
  }

  @Test
  void theTotalImprovementIsTheDeltaInFineTuning() {
    evaluate(SeedState.FINE_TUNING);
    layers.evaluateBy(() -> accuracy(0));

    layers.endEpoch();

    assertThat(measured(0, layer.read())).containsEntry(MetricNames.TOTAL_IMPROVEMENT, 0.25);
  }

  @Test
  void evaluationsCostNoMoreThanTheirShareOfTraining() {
    evaluate(SeedState.EVALUATING);
    layers.evaluateBy(() -> accuracy(10 * MS));
    for (int epoch = 0; epoch < 1_000; epoch++) {
      now += 20 * MS;
      layers.endEpoch();
    }

    // 20 s of training pay for 1 s of evaluations, and the first round came in advance.
    assertThat(evaluations).isBetween(98, 102);
    assertThat(layers.evaluationShare()).isBetween(0.045, 0.051);
  }

  @Test
  void withoutAnEvaluationNothingIsKnownAndNothingIsSpent() {
    evaluate(SeedState.EVALUATING);

    layers.endEpoch();

    assertThat(measured(0, layer.read()))
        .doesNotContainKeys(MetricNames.ACCURACY, MetricNames.PERFORMANCE_DELTA);
    assertThat(layers.evaluationShare()).isZero();
  }

  @Test
  void hasTheDefaultsThatItsDocumentationPromises() {
    assertThat(EvaluationOptions.DEFAULTS).isEqualTo(new EvaluationOptions(2, 0.05));
    assertThatThrownBy(() -> new EvaluationOptions(-1, 0.05))
        .hasMessage("deltasPerEpoch is negative: -1");
    assertThatThrownBy(() -> EvaluationOptions.DEFAULTS.withShare(0))
        .hasMessage("the share of evaluations is 0.0");
  }

  /** Right in three of four examples while the seed counts, else in two. */
  private double accuracy(long nanos) {
    now += nanos;
    evaluations++;
    return layer.kernel().inForce().isIdentity() ? 0.5 : 0.75;
  }

  private void evaluate(SeedState state) {
    Blueprint doubling = Blueprint.of(new float[] {2, 2}, new float[2]);
    layer.request(
        new SeedAssignment(0, state, 0, BlendStrategy.LINEAR, new LinearRamp(0), doubling));
    layers.takeChanges();
  }

  private static Map<String, Double> measured(int seed, LayerReading reading) {
    return reading.seeds().get(seed).measured();
  }
}
