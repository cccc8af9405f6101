package io.tamiyo.operators.anomaly;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerHistoryTest {

  private static final DetectionOptions OPTIONS = new DetectionOptions(20, 5, 3.0, 0.25);

  private LayerHistory history = LayerHistory.empty(OPTIONS.window());

  private static SeedColumns rows(int seeds, MetricColumn... metrics) {
    return new SeedColumns(
        1,
        IntStream.range(0, seeds).toArray(),
        new byte[seeds],
        new long[seeds],
        new int[seeds],
        List.of(metrics));
  }

  private Finding loss(double... values) {
    return history.judge(rows(values.length, MetricColumn.of("loss", values)), OPTIONS).get(0);
  }

  /** Reports around 1 with a standard deviation of about 0.1. */
  private void usual(int reports, int seeds) {
    for (int i = 0; i < reports; i++) {
      double[] values = new double[seeds];
      Arrays.fill(values, i % 2 == 0 ? 0.9 : 1.1);
      loss(values);
    }
  }

  @Test
  void isStoredAsAPojo() {
    assertSerializedAsPojoWithoutKryo(StoredHistory.class);
    assertSerializedAsPojoWithoutKryo(ColumnSums.class);
  }

  @Test
  void judgesNothingBeforeItHasEnoughHistory() {
    usual(OPTIONS.minHistory() - 1, 1);
    assertThat(loss(50).unusual()).isZero();
    assertThat(loss(500).unusual()).as("now it has").isEqualTo(1);
  }

  @Test
  void holdsAValueAgainstTheHistoryWithoutIt() {
    usual(6, 1);
    Finding finding = loss(1.5);
    assertThat(finding.unusual()).as("1.5 would hide in a history that held it").isEqualTo(1);
    assertThat(finding.worstSeed()).isZero();
    assertThat(finding.worstValue()).isEqualTo(1.5);
    assertThat(finding.expected()).isEqualTo((0.9f + 1.1f) / 2.0);
    assertThat(finding.limit()).isBetween(1.3, 1.4);
    assertThat(loss(1.0).unusual()).isZero();
  }

  @Test
  void namesTheSeedThatIsFarthestOut() {
    usual(10, 3);
    Finding finding = loss(1.0, 0.0, 5.0);
    assertThat(finding.unusual()).isEqualTo(2);
    assertThat(finding.worstSeed()).isEqualTo(2);
    assertThat(finding.share()).isEqualTo(2.0 / 3);
    assertThat(loss(1.0, -50.0, 1.0).limit()).isLessThan(1.0);
  }

  @Test
  void takesNaNAndInfinityForUnusualWithoutPoisoningTheSums() {
    for (int i = 0; i < 30; i++) {
      Finding finding = loss(Double.NaN, Double.POSITIVE_INFINITY, i % 2, 1e300);
      assertThat(finding.nonFinite()).isEqualTo(3);
      assertThat(finding.unusual()).isEqualTo(3);
    }
    usual(10, 4);
    assertThat(loss(1, 1, 1, 1).unusual()).isZero();
    Finding finding = loss(9, 1, 1, 1);
    assertThat(finding.unusual()).isEqualTo(1);
    assertThat(finding.worstSeed()).isZero();
    assertThat(loss(Double.NaN, 1, 1, 1).expected()).isNotNaN();
  }

  @Test
  void leavesOutWhatWasNotMeasured() {
    MetricColumn half = new MetricColumn("loss", new double[] {1, 0}, new boolean[] {true, false});
    for (int i = 0; i < 10; i++) {
      assertThat(history.judge(rows(2, half), OPTIONS).get(0).unusual()).isZero();
    }
    Finding finding = loss(1, 700);
    assertThat(finding.unusual()).as("the second seed has no history").isZero();
    StoredHistory stored = history.stored();
    assertThat(stored.sums().counts()).containsExactly(11, 1);
  }

  @Test
  void doesNotTakeRoundingForAChange() {
    for (int i = 0; i < 10; i++) {
      loss(1_000_000);
    }
    assertThat(loss(1_000_000.06).unusual()).isZero();
    assertThat(loss(1_000_010).unusual()).isEqualTo(1);
  }

  @Test
  void forgetsWhatIsOlderThanTheWindow() {
    for (int i = 0; i < 20; i++) {
      loss(100 + i % 2);
    }
    usual(20, 1);
    assertThat(loss(100).unusual()).isEqualTo(1);
    assertThat(history.stored().rows()).hasSize(20);
    assertThat(history.stored().ordinal()).isEqualTo(41);
  }

  @Test
  void keepsTheHistoryOfTheOthersWhenSeedsAndMetricsAppear() {
    usual(10, 2);
    SeedColumns wider =
        rows(3, MetricColumn.of("accuracy", 1, 1, 1), MetricColumn.of("loss", 9, 1, 9));
    List<Finding> findings = history.judge(wider, OPTIONS);
    assertThat(findings).extracting(Finding::metric).containsExactly("accuracy", "loss");
    assertThat(findings.get(0).unusual()).isZero();
    assertThat(findings.get(1).unusual()).as("seed 2 is new").isEqualTo(1);
    assertThat(history.stored().metrics()).containsExactly("loss", "accuracy");
    assertThat(history.judge(rows(0), OPTIONS)).isEmpty();
  }

  @Test
  void keepsTheNewestReportsWhenTheWindowChanges() {
    usual(20, 1);
    DetectionOptions shorter = new DetectionOptions(4, 2, 3.0, 0.25);
    history.judge(rows(1, MetricColumn.of("loss", 1.0)), shorter);
    assertThat(history.stored().rows()).hasSize(4);
    assertThat(history.stored().sums().counts()).containsExactly(4);
    history.judge(rows(1, MetricColumn.of("loss", 1.0)), OPTIONS);
    assertThat(history.stored().rows()).hasSize(5);
    assertThat(history.stored().sums().counts()).containsExactly(5);
  }

  @Test
  void boundsWhatItRemembers() {
    MetricColumn[] many =
        IntStream.range(0, LayerHistory.MAX_METRICS + 4)
            .mapToObj(i -> MetricColumn.of("m" + i, 1))
            .toArray(MetricColumn[]::new);
    assertThat(history.judge(rows(1, many), OPTIONS)).hasSize(LayerHistory.MAX_METRICS);
    SeedColumns far =
        new SeedColumns(
            1,
            new int[] {3, 2_000_000_000},
            new byte[2],
            new long[2],
            new int[2],
            List.of(MetricColumn.of("m0", 1, Double.NaN)));
    assertThat(history.judge(far, OPTIONS).get(0).nonFinite()).isZero();
    assertThat(history.stored().seeds()).isEqualTo(LayerHistory.MAX_SEEDS);
  }

  @Test
  void isDueOnceAndAgainOnlyAfterItHasCleared() {
    Finding none = finding(0);
    Finding some = finding(2);
    Finding many = finding(4);
    usual(1, 1);
    assertThat(history.isAlertDue(none, 0.25)).isFalse();
    assertThat(history.isAlertDue(many, 0.25)).isTrue();
    assertThat(history.isAlertDue(many, 0.25)).isFalse();
    assertThat(history.isAlertDue(some, 0.25)).as("half of the share is not yet clear").isFalse();
    assertThat(history.isAlertDue(many, 0.25)).isFalse();
    assertThat(history.isAlertDue(none, 0.25)).isFalse();
    assertThat(history.isAlertDue(many, 0.25)).isTrue();
  }

  private static Finding finding(int unusual) {
    return new Finding("loss", 16, unusual, 0, 0, 1, 1, 1);
  }

  @RandomSeeds
  void agreesWithAHistoryThatIsSummedAnewForEachValue(long seed) {
    Random random = new Random(seed);
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      double[] values = new double[7];
      boolean[] measured = new boolean[7];
      for (int row = 0; row < 7; row++) {
        measured[row] = random.nextInt(5) > 0;
        values[row] = measured[row] ? value(random) : 0;
      }
      Finding finding =
          history.judge(rows(7, new MetricColumn("loss", values, measured)), OPTIONS).get(0);
      assertThat(finding.unusual()).as("report %d", i).isEqualTo(model(all, values, measured));
      all.add(kept(values, measured));
    }
  }

  /** What is stored and restored goes on bit for bit as if nothing had happened. */
  @RandomSeeds
  void goesOnFromWhatWasStoredBitForBit(long seed) {
    Random random = new Random(seed);
    LayerHistory restored = LayerHistory.empty(OPTIONS.window());
    for (int i = 0; i < 250; i++) {
      if (random.nextInt(20) == 0) {
        restored = LayerHistory.of(restored.stored());
      }
      int seeds = 3 + i / 60;
      double[] values = random.doubles(seeds).toArray();
      SeedColumns report = rows(seeds, MetricColumn.of("loss", values));
      assertThat(restored.judge(report, OPTIONS)).isEqualTo(history.judge(report, OPTIONS));
      assertThat(restored.stored().sums().squares()).isEqualTo(history.stored().sums().squares());
    }
  }

  @Test
  void storesWhatLaterReportsDoNotChange() {
    usual(10, 2);
    StoredHistory stored = history.stored();
    double sum = stored.sums().sums()[0];
    loss(5, 5);
    assertThat(stored.sums().sums()[0]).isEqualTo(sum);
    assertThat(stored.rows()).hasSize(10);
  }

  @Test
  void refusesOptionsThatCannotHold() {
    assertThatThrownBy(() -> new DetectionOptions(1, 1, 1, 1)).hasMessageContaining("window");
    assertThatThrownBy(() -> new DetectionOptions(5, 6, 1, 1)).hasMessageContaining("minHistory");
    assertThatThrownBy(() -> new DetectionOptions(5, 5, Double.NaN, 1))
        .hasMessageContaining("sigmas");
    assertThatThrownBy(() -> new DetectionOptions(5, 5, 1, 0)).hasMessageContaining("minShare");
  }

  private static double value(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> 20;
      default -> 5 + random.nextGaussian();
    };
  }

  private static float[] kept(double[] values, boolean[] measured) {
    float[] kept = new float[values.length];
    for (int row = 0; row < values.length; row++) {
      boolean isKept = measured[row] && Double.isFinite(values[row]);
      kept[row] = isKept ? (float) values[row] : Float.NaN;
    }
    return kept;
  }

  private static int model(List<float[]> all, double[] values, boolean[] measured) {
    List<float[]> window = all.subList(Math.max(0, all.size() - OPTIONS.window()), all.size());
    int unusual = 0;
    for (int row = 0; row < values.length; row++) {
      int seed = row;
      double[] past = window.stream().mapToDouble(r -> r[seed]).filter(Double::isFinite).toArray();
      if (measured[row] && isUnusual(past, (float) values[row])) {
        unusual++;
      }
    }
    return unusual;
  }

  private static boolean isUnusual(double[] past, double value) {
    if (!Double.isFinite(value)) {
      return true;
    }
    if (past.length < OPTIONS.minHistory()) {
      return false;
    }
    double mean = Arrays.stream(past).average().orElseThrow();
    double squares = Arrays.stream(past).map(x -> (x - mean) * (x - mean)).sum();
    return Math.abs(value - mean) > OPTIONS.sigmas() * Math.sqrt(squares / (past.length - 1));
  }
}
