package io.tamiyo.operators.aggregation;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Quantiles of very many values: a DDSketch (Masson, Rim, Lee 2019), which counts values in bins
 * that grow with them. Its counts do not depend on the order of the values, on chance, or on when
 * it was written and read; so the same journal gives the same quantiles, across any checkpoint.
 *
 * <p>A quantile is off by at most {@link #RELATIVE_ERROR} of itself, as long as it is not smaller
 * than the largest value of its sign by a factor of 2<sup>32</sup>; of smaller ones only an upper
 * bound of their magnitude is kept, so that a sign takes at most 16 KiB.
 */
final class QuantileSketch {

  static final double RELATIVE_ERROR = 0.01;

  /** Bins of a sign, 64 of each power of two. */
  static final int MAX_BINS = 2_048;

  private static final IndexMapping MAPPING =
      new BitwiseLinearlyInterpolatedMapping(RELATIVE_ERROR);

  private final DDSketch sketch;

  private QuantileSketch(DDSketch sketch) {
    this.sketch = sketch;
  }

  /** Of no values. */
  static QuantileSketch empty() {
    return new QuantileSketch(new DDSketch(MAPPING, QuantileSketch::bins));
  }

  /** As it was written. */
  static QuantileSketch of(byte[] bytes) {
    try {
      return new QuantileSketch(
          DDSketch.decode(ByteArrayInput.wrap(bytes), QuantileSketch::bins, MAPPING));
    } catch (IOException e) {
      throw new UncheckedIOException("a quantile sketch in the state can't be read", e);
    }
  }

  /** Counts a value, whose magnitude is that of a float32. */
  void add(double value) {
    sketch.accept(value);
  }

  /**
   * The smallest value that at least this share of all is not above (nearest rank), so that of few
   * values a high quantile is the largest one.
   *
   * @param quantile 0 to 1
   * @throws java.util.NoSuchElementException when nothing was counted
   */
  double at(double quantile) {
    double count = sketch.getCount();
    double below = Math.max(0, Math.ceil(quantile * count) - 1);
    // The sketch takes a share of what is below; half a value more, so that no rounding matters.
    return sketch.getValueAtQuantile(count == 1 ? 1 : Math.min(1, (below + 0.5) / (count - 1)));
  }

  /** What {@link #of} reads. */
  byte[] bytes() {
    GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(output, true);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return output.trimmedCopy();
  }

  /** Of one sign. */
  private static Store bins() {
    return new CollapsingLowestDenseStore(MAX_BINS);
  }
}
