package io.tamiyo.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {

  private static final List<Double> QUANTILES = List.of(0.0, 0.01, 0.5, 0.95, 0.99, 1.0);

  /** Values of both signs, over fewer powers of two than the sketch tells apart. */
  private static List<Double> ordinary(Random random) {
    double scale = Math.pow(10, random.nextInt(30) - 15);
    return values(
        random,
        () -> {
          double magnitude = scale * Math.pow(2, random.nextDouble() * 30);
          return random.nextInt(50) == 0 ? 0 : random.nextBoolean() ? magnitude : -magnitude;
        });
  }

  /** Values over all that a float32 can hold. */
  private static List<Double> wild(Random random) {
    return values(
        random,
        () -> {
          float value = Float.intBitsToFloat(random.nextInt());
          return Float.isFinite(value) ? value : 0;
        });
  }

  private static List<Double> values(Random random, DoubleSupplier next) {
    List<Double> values = new ArrayList<>();
    for (int i = 1 + random.nextInt(3_000); i > 0; i--) {
      values.add(next.getAsDouble());
    }
    return values;
  }

  private static QuantileSketch of(List<Double> values) {
    QuantileSketch sketch = QuantileSketch.empty();
    values.forEach(sketch::add);
    return sketch;
  }

  private static List<Double> quantiles(QuantileSketch sketch) {
    return QUANTILES.stream().map(sketch::at).toList();
  }

  @RandomSeeds
  void isOffByNoMoreThanItSays(long seed) {
    List<Double> values = ordinary(new Random(seed));
    QuantileSketch sketch = of(values);
    Collections.sort(values);
    for (double quantile : QUANTILES) {
      double exact = values.get(Math.max(0, (int) Math.ceil(quantile * values.size()) - 1));
      assertThat(Math.abs(sketch.at(quantile) - exact))
          .as("quantile %s of %d values, %s", quantile, values.size(), exact)
          .isLessThanOrEqualTo(QuantileSketch.RELATIVE_ERROR * Math.abs(exact) * (1 + 1e-9));
    }
  }

  @RandomSeeds
  void doesNotDependOnTheOrderOrOnBeingWrittenInBetween(long seed) {
    Random random = new Random(seed);
    List<Double> values = random.nextBoolean() ? wild(random) : ordinary(random);
    List<Double> expected = quantiles(of(values));
    Collections.shuffle(values, random);
    QuantileSketch interrupted = QuantileSketch.empty();
    for (double value : values) {
      interrupted.add(value);
      if (random.nextInt(100) == 0) {
        interrupted = QuantileSketch.of(interrupted.bytes());
      }
    }
    assertThat(quantiles(interrupted)).isEqualTo(expected);
    assertThat(quantiles(QuantileSketch.of(interrupted.bytes()))).isEqualTo(expected);
  }

  @Test
  void hasTheLargestOfFewValuesAsAHighQuantile() {
    assertThat(of(List.of(0.5, 0.75)).at(0.95)).isBetween(0.74, 0.76);
    assertThat(of(List.of(0.5, 0.75)).at(0.5)).isBetween(0.495, 0.505);
    assertThat(of(List.of(0.5)).at(0.01)).isBetween(0.495, 0.505);
  }

  @Test
  void staysSmallWhateverItIsGiven() {
    Random random = new Random(1);
    QuantileSketch sketch = QuantileSketch.empty();
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      sketch.add(Float.isFinite(value) ? value : 0);
    }
    assertThat(sketch.bytes().length).isLessThan(2 * QuantileSketch.MAX_BINS * Long.BYTES);
    assertThat(sketch.at(1)).isGreaterThan(1e38);
    assertThat(sketch.at(0)).isLessThan(-1e38);
  }

  @Test
  void refusesStateThatIsNone() {
    assertThatThrownBy(() -> QuantileSketch.of(new byte[] {(byte) 0xff, 1}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("can't be read");
  }
}
