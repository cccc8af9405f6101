package io.tamiyo.host.kernel;

/** What kernels compute, one value after the other in double precision. */
final class ScalarReference {

  private ScalarReference() {}

  /**
   * The sums of a batch.
   *
   * @param batch row after row; what lies beyond the rows is not read
   */
  static FeatureSums sums(float[] batch, int rows, int features) {
    FeatureSums sums = new FeatureSums(features);
    sums.start(rows);
    for (int i = 0; i < rows * features; i++) {
      double value = batch[i];
      sums.sums()[i % features] += value;
      sums.squares()[i % features] += value * value;
    }
    return sums;
  }

  /** {@code A·x + B}, not rounded to float. */
  static double[] forward(float[] batch, AffineVectors map) {
    double[] y = new double[batch.length];
    for (int i = 0; i < batch.length; i++) {
      int feature = i % map.features();
      y[i] = (double) map.scale()[feature] * batch[i] + map.shift()[feature];
    }
    return y;
  }
}
