package io.tamiyo.operators.aggregation;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LayerWindowTest {

  private static final long LENGTH = 10_000;

  private final LayerWindow window = LayerWindow.none();

  private boolean add(ReportBuilder report, long timeMs) {
    return window.add(report.build(), timeMs, false, LENGTH);
  }

  private static ReportBuilder report() {
    return Fixtures.report("a").seeds(2);
  }

  @Test
  void isStoredAsAPojo() {
    assertSerializedAsPojoWithoutKryo(StoredWindow.class);
  }

  /** Against lists of all values. */
  @RandomSeeds
  void isWhatAllValuesComeToOneByOne(long seed) {
    Random random = new Random(seed);
    Map<String, List<Double>> values = new TreeMap<>();
    int reports = 1 + random.nextInt(40);
    LayerWindow tested = window;
    for (int i = 0; i < reports; i++) {
      assertThat(tested.add(random(random, values).build(), i, false, LENGTH)).isTrue();
      if (random.nextInt(10) == 0) {
        tested = LayerWindow.of(tested.stored());
      }
    }
    WindowSummary summary = tested.close(LENGTH);
    assertThat(summary.reports()).isEqualTo(reports);
    assertThat(summary.values().keySet()).isEqualTo(values.keySet());
    values.forEach((metric, all) -> requireSummary(summary, metric, all));
  }

  private static ReportBuilder random(Random random, Map<String, List<Double>> values) {
    int seeds = random.nextInt(30);
    ReportBuilder report = Fixtures.report("a").seeds(seeds);
    for (int seed = 0; seed < seeds; seed++) {
      if (random.nextInt(3) > 0) {
        double value = random.nextInt(20) == 0 ? Double.NaN : 1e6 + random.nextGaussian();
        report.metric(seed, "loss", value);
        values.computeIfAbsent("loss", any -> new ArrayList<>()).add((double) (float) value);
      }
      double value = random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
      report.metric(seed, "activation_mean", value);
      values
          .computeIfAbsent("activation_mean", any -> new ArrayList<>())
          .add((double) (float) value);
    }
    double loss = random.nextDouble();
    report.layerMetric("loss", loss);
    values.computeIfAbsent("layer_loss", any -> new ArrayList<>()).add(loss);
    return report;
  }

  private static void requireSummary(WindowSummary summary, String metric, List<Double> all) {
    List<Double> finite = new ArrayList<>(all.stream().filter(Double::isFinite).toList());
    Collections.sort(finite);
    assertThat(summary.values()).containsEntry(metric, (long) finite.size());
    assertThat(summary.nonFinite().getOrDefault(metric, 0L)).isEqualTo(all.size() - finite.size());
    if (finite.isEmpty()) {
      assertThat(summary.summary()).doesNotContainKey(metric + "_mean");
      return;
    }
    double mean = finite.stream().mapToDouble(v -> v).sum() / finite.size();
    double squares = finite.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double scale = Math.max(1, Math.abs(mean));
    Map<String, Double> found = summary.summary();
    assertThat(found.get(metric + "_mean")).isCloseTo(mean, within(1e-12 * scale));
    assertThat(found.get(metric + "_std"))
        .isCloseTo(Math.sqrt(squares / finite.size()), within(1e-9 * scale));
    assertThat(found).containsEntry(metric + "_min", finite.get(0));
    assertThat(found).containsEntry(metric + "_max", finite.get(finite.size() - 1));
    assertThat(found).hasEntrySatisfying(metric + "_p50", near(0.50, finite));
    assertThat(found).hasEntrySatisfying(metric + "_p95", near(0.95, finite));
    assertThat(found).hasEntrySatisfying(metric + "_p99", near(0.99, finite));
  }

  private static Consumer<Double> near(double quantile, List<Double> sorted) {
    double exact = sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    return found -> assertThat(found).isCloseTo(exact, within(0.0101 * Math.abs(exact)));
  }

  @Test
  void beginsAtAMultipleOfItsLengthAndEndsThere() {
    assertThat(window.isOverAt(Long.MAX_VALUE)).isFalse();
    add(report(), 12_345);
    assertThat(window.isOverAt(19_999)).isFalse();
    assertThat(window.isOverAt(20_000)).isTrue();
    WindowSummary summary = window.close(20_000);
    assertThat(summary.startMs()).isEqualTo(10_000);
    assertThat(summary.endMs()).isEqualTo(20_000);
    assertThat(window.isOpen()).isFalse();
  }

  @Test
  void neverOverlapsTheOneBeforeWhenItsLengthHasChanged() {
    add(report(), 12_345);
    window.close(20_000);
    window.add(report().build(), 20_500, false, 7_000);
    WindowSummary summary = window.close(21_000);
    assertThat(summary.startMs()).isEqualTo(20_000);
    assertThat(summary.endMs()).isEqualTo(21_000);
  }

  @Test
  void neverEndsBeforeItBegins() {
    add(report(), 12_345);
    WindowSummary summary = window.close(9_000);
    assertThat(summary.startMs()).isEqualTo(10_000);
    assertThat(summary.endMs()).isEqualTo(10_000);
  }

  @Test
  void countsWhatIsLateInTheWindowThatIsOpenOrTheNext() {
    add(report(), 12_000);
    assertThat(add(report(), 9_999)).isFalse();
    assertThat(window.add(report().build(), 13_000, true, LENGTH)).isFalse();
    assertThat(window.close(20_000).late()).isEqualTo(2);
    assertThat(add(report(), 19_000)).isFalse();
    assertThat(window.isOpen()).isFalse();
    add(report(), 40_000);
    WindowSummary next = window.close(50_000);
    assertThat(next.late()).isEqualTo(1);
    assertThat(next.reports()).isEqualTo(1);
    assertThat(next.startMs()).isEqualTo(40_000);
  }

  @Test
  void tellsOfLateOnesThatNothingElseCameWith() {
    assertThat(window.add(report().build(), 12_000, true, LENGTH)).isFalse();
    assertThat(window.isOverAt(20_000)).isTrue();
    WindowSummary summary = window.close(20_000);
    assertThat(summary.late()).isEqualTo(1);
    assertThat(summary.reports()).isZero();
    assertThat(summary.summary()).isEmpty();
  }

  @Test
  void keepsSeedsAndLayersMetricsOfOneNameApart() {
    add(report().metric("accuracy", 0.25).layerMetric("accuracy", 0.75), 1);
    WindowSummary summary = window.close(LENGTH);
    assertThat(summary.values()).isEqualTo(Map.of("accuracy", 2L, "layer_accuracy", 1L));
    assertThat(summary.summary())
        .containsEntry("accuracy_mean", 0.25)
        .containsEntry("layer_accuracy_mean", 0.75)
        .containsEntry("layer_accuracy_std", 0.0);
  }

  @Test
  void keepsAMetricOfSeedsApartThatIsCalledAsOneOfTheLayerWouldBe() {
    add(report().metric("layer_loss", 0.25).layerMetric("loss", 0.75), 1);
    WindowSummary summary = window.close(LENGTH);
    assertThat(summary.values()).isEqualTo(Map.of("seed_layer_loss", 2L, "layer_loss", 1L));
    assertThat(summary.summary()).containsEntry("layer_loss_max", 0.75);
  }

  @Test
  void countsWhatCannotBeSummedUpByItself() {
    add(report().metric(0, "loss", Double.NaN).metric(1, "loss", 2), 1);
    add(report().layerMetric("loss", 1e300), 2);
    WindowSummary summary = window.close(LENGTH);
    assertThat(summary.values()).isEqualTo(Map.of("loss", 1L, "layer_loss", 0L));
    assertThat(summary.nonFinite()).isEqualTo(Map.of("loss", 1L, "layer_loss", 1L));
    assertThat(summary.summary())
        .containsEntry("loss_mean", 2.0)
        .doesNotContainKey("layer_loss_mean");
  }

  @Test
  void doesNotTakeAStateForAMetric() {
    add(report().metric(SeedColumns.LIFECYCLE_STATE, 2.5), 1);
    assertThat(window.close(LENGTH).values()).isEmpty();
  }

  @Test
  void sumsUpTheFirstMetricsOnlyAndSaysHowManyItLeftOut() {
    ReportBuilder many = report();
    for (int i = 0; i < LayerWindow.MAX_METRICS + 3; i++) {
      many.metric("metric_" + i, i);
    }
    add(many, 1);
    add(many, 2);
    WindowSummary summary = window.close(LENGTH);
    assertThat(summary.values()).hasSize(LayerWindow.MAX_METRICS);
    assertThat(summary.leftOut()).isEqualTo(6);
  }

  @Test
  void beginsAnewBehindAWindow() {
    add(report().metric("loss", 1), 1);
    window.close(LENGTH);
    add(report(), LENGTH);
    WindowSummary empty = window.close(2 * LENGTH);
    assertThat(empty.summary()).isEmpty();
    assertThat(empty.reports()).isEqualTo(1);
  }
}
