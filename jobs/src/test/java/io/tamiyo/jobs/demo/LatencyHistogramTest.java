package io.tamiyo.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  private final LatencyHistogram histogram = new LatencyHistogram();

  @Test
  void knowsNothingWithoutAValue() {
    assertThat(histogram.quantile(0.5)).isEmpty();
  }

  @Test
  void givesTheLeastValueThatTheShareIsWithin() {
    for (int millis = 1; millis <= 100; millis++) {
      histogram.add(millis);
    }
    assertThat(histogram.quantile(0.50)).hasValue(50);
    assertThat(histogram.quantile(0.99)).hasValue(99);
    assertThat(histogram.quantile(1)).hasValue(100);
  }

  @Test
  void countsWhatIsLongerThanAMinuteAsAMinute() {
    histogram.add(1_000_000);
    assertThat(histogram.quantile(0.5)).hasValue(60_000);
  }
}
