package io.tamiyo.operators.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnSumsTest {

  @Test
  void knowsTheVarianceOfLargeValuesThatDifferLittle() {
    ColumnSums sums = ColumnSums.ofNothing(1);
    for (int i = 0; i < 100; i++) {
      sums.add(0, 1e9 + i % 2);
    }
    assertThat(sums.mean(0)).isEqualTo(1e9 + 0.5);
    assertThat(sums.variance(0)).isCloseTo(25.0 / 99, within(1e-12));
  }

  @Test
  void startsAgainWhenAColumnHasBecomeEmpty() {
    ColumnSums sums = ColumnSums.ofNothing(1);
    sums.add(0, 1e30);
    sums.remove(0, 1e30);
    sums.add(0, 1);
    sums.add(0, 2);
    assertThat(sums.mean(0)).isEqualTo(1.5);
    assertThat(sums.variance(0)).isEqualTo(0.5);
  }

  @Test
  void copiesWithoutSharing() {
    ColumnSums sums = ColumnSums.ofNothing(1);
    ColumnSums copy = sums.copy();
    sums.add(0, 5);
    assertThat(copy.counts()[0]).isZero();
    assertThat(sums.counts()[0]).isEqualTo(1);
  }

  @RandomSeeds
  void agreesWithSumsOverTheWindow(long seed) {
    Random random = new Random(seed);
    Deque<float[]> window = new ArrayDeque<>();
    ColumnSums sums = ColumnSums.ofNothing(1);
    for (int i = 0; i < 2_000; i++) {
      float value = (float) (1_000 + random.nextGaussian());
      sums.add(0, value);
      window.add(new float[] {value});
      if (window.size() > 100) {
        sums.remove(0, window.remove()[0]);
      }
      if (i % 100 == 99) {
        sums.refresh(window);
      }
      assertAgrees(sums, List.copyOf(window));
    }
  }

  private static void assertAgrees(ColumnSums sums, List<float[]> window) {
    double mean = window.stream().mapToDouble(row -> row[0]).average().orElseThrow();
    double squares = window.stream().mapToDouble(row -> (row[0] - mean) * (row[0] - mean)).sum();
    assertThat(sums.counts()[0]).isEqualTo(window.size());
    assertThat(sums.mean(0)).isCloseTo(mean, within(1e-9));
    if (window.size() > 1) {
      assertThat(sums.variance(0)).isCloseTo(squares / (window.size() - 1), within(1e-9));
    }
  }
}
