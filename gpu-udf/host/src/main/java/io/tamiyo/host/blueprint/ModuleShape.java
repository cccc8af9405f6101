package io.tamiyo.host.blueprint;

import java.util.SplittableRandom;

/**
 * Where the weights of a module stand in its one array: gains (n), W₁ (n × h, row by row), b₁ (h),
 * W₂ (h × n, row by row), b₂ (n), for
 *
 * <pre>bp(x) = g·x + W₂·relu(W₁·x + b₁) + b₂</pre>
 *
 * <p>The gains are weights like any other. A fixed x in their place would make the untrained module
 * the identity, with nothing to learn; none at all would ask h ≥ 2n of the hidden units before x
 * could be reproduced.
 *
 * @param features n, of the chunk
 * @param hidden h
 */
public record ModuleShape(int features, int hidden) {

  /** Hidden units of every module. */
  public static final int HIDDEN = 8;

  private static final double SPREAD_OF_GAINS = 0.1;
  private static final double SPREAD_OF_OUTPUTS = 0.1;

  /** The shape over a chunk. */
  public static ModuleShape of(int features) {
    return new ModuleShape(features, HIDDEN);
  }

  /** How many weights there are. */
  public int parameters() {
    return biasAt(0) + features;
  }

  /** Multiplications and additions for one row: two a weight, and one a hidden unit for relu. */
  public long operationsPerRow() {
    return 2L * parameters() + hidden;
  }

  /** The place of the gain of a feature. */
  public int gainAt(int feature) {
    return feature;
  }

  /** The place of the weight from a feature to a hidden unit. */
  public int inputAt(int feature, int unit) {
    return features + feature * hidden + unit;
  }

  /** The place of the bias of a hidden unit. */
  public int hiddenBiasAt(int unit) {
    return features + features * hidden + unit;
  }

  /** The place of the weight from a hidden unit to a feature. */
  public int outputAt(int unit, int feature) {
    return hiddenBiasAt(hidden) + unit * features + feature;
  }

  /** The place of the bias of a feature. */
  public int biasAt(int feature) {
    return outputAt(hidden, 0) + feature;
  }

  boolean isOffset(int parameter) {
    boolean ofHidden = parameter >= hiddenBiasAt(0) && parameter < hiddenBiasAt(hidden);
    return ofHidden || parameter >= biasAt(0);
  }

  /**
   * Gains from ±0.1; W₁ as He et al., "Delving deep into rectifiers" (2015), have it for relu,
   * evenly from ±√(6/n); W₂ from ±0.1/√h, so that the output starts as small as the gains make it;
   * biases 0.
   */
  void fill(float[] weights, SplittableRandom random) {
    double input = Math.sqrt(6.0 / features);
    double output = SPREAD_OF_OUTPUTS / Math.sqrt(hidden);
    for (int feature = 0; feature < features; feature++) {
      weights[gainAt(feature)] = (float) random.nextDouble(-SPREAD_OF_GAINS, SPREAD_OF_GAINS);
      for (int unit = 0; unit < hidden; unit++) {
        weights[inputAt(feature, unit)] = (float) random.nextDouble(-input, input);
        weights[outputAt(unit, feature)] = (float) random.nextDouble(-output, output);
      }
    }
  }
}
