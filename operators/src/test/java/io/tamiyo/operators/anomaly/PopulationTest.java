package io.tamiyo.operators.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class PopulationTest {

  @Test
  void countsSeedsByStateAndSumsUpMetrics() {
    Population population =
        Population.of(
            Fixtures.report("a")
                .seeds(4)
                .state(1, SeedState.TRAINING)
                .state(2, SeedState.TRAINING)
                .metric(0, "loss", 1)
                .metric(1, "loss", 2)
                .metric(2, "loss", 6)
                .metric(3, "loss", Double.NaN)
                .build()
                .seeds());
    assertThat(population.seeds()).isEqualTo(4);
    assertThat(population.in(SeedState.DORMANT)).isEqualTo(2);
    assertThat(population.in(SeedState.TRAINING)).isEqualTo(2);
    assertThat(population.in(SeedState.FOSSILIZED)).isZero();
    MetricSummary loss = population.metric("loss").orElseThrow();
    assertThat(loss.measured()).isEqualTo(3);
    assertThat(loss.nonFinite()).isEqualTo(1);
    assertThat(loss.mean()).isEqualTo(3);
    assertThat(loss.standardDeviation()).isCloseTo(Math.sqrt(7), within(1e-12));
    assertThat(population.metric("accuracy")).isEmpty();
  }

  @Test
  void knowsNoMeanOfNothingAndNoSpreadOfOne() {
    MetricSummary one =
        MetricSummary.of(new MetricColumn("m", new double[] {5, 7}, new boolean[] {true, false}));
    assertThat(one.mean()).isEqualTo(5);
    assertThat(one.standardDeviation()).isZero();
    MetricSummary none = MetricSummary.of(MetricColumn.of("m", Double.NaN));
    assertThat(none.mean()).isNaN();
    assertThat(none.standardDeviation()).isNaN();
  }

  @Test
  void showsTheLastPopulationOfEachLayer() {
    TestingGroup group = new TestingGroup("", new HashMap<>());
    PopulationGauges gauges = new PopulationGauges(group);
    gauges.show("a", of(3, "loss", 1));
    gauges.show("a", of(5, "loss", 2));
    gauges.show("a", of(5, "accuracy", 0.5));
    assertThat(group.values())
        .containsEntry("layer.a.state.dormant.seeds", 5)
        .containsEntry("layer.a.state.fine_tuning.seeds", 0)
        .containsEntry("layer.a.metric.accuracy.mean", 0.5)
        .containsEntry("layer.a.metric.loss.mean", Double.NaN)
        .containsEntry("layer.a.metric.accuracy.standardDeviation", 0.0);
  }

  @Test
  void boundsTheNumberOfGauges() {
    TestingGroup group = new TestingGroup("", new HashMap<>());
    PopulationGauges gauges = new PopulationGauges(group);
    for (int i = 0; i < PopulationGauges.MAX_LAYERS + 10; i++) {
      gauges.show("layer-" + i, of(1, "loss", 1));
    }
    for (int i = 0; i < PopulationGauges.MAX_METRICS + 10; i++) {
      gauges.show("layer-0", of(1, "metric-" + i, 1));
    }
    int ofStates = PopulationGauges.MAX_LAYERS * SeedState.values().length;
    int ofMetrics = 2 * (PopulationGauges.MAX_LAYERS + PopulationGauges.MAX_METRICS - 1);
    assertThat(group.values()).hasSize(ofStates + ofMetrics);
  }

  private static SeedColumns of(int seeds, String metric, double value) {
    return Fixtures.report("a").seeds(seeds).metric(metric, value).build().seeds();
  }

  /** Keeps gauges by their full name. */
  private static final class TestingGroup extends UnregisteredMetricsGroup {
    private final String path;
    private final Map<String, Gauge<?>> gauges;

    TestingGroup(String path, Map<String, Gauge<?>> gauges) {
      this.path = path;
      this.gauges = gauges;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new TestingGroup(path + key + "." + value + ".", gauges);
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      gauges.put(path + name, gauge);
      return gauge;
    }

    Map<String, Object> values() {
      Map<String, Object> values = new HashMap<>();
      gauges.forEach((name, gauge) -> values.put(name, gauge.getValue()));
      return values;
    }
  }
}
