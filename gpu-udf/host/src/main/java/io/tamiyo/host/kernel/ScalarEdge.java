package io.tamiyo.host.kernel;

import java.nio.ByteBuffer;

/**
 * What vectors leave over: the features behind the last whole vector, and the rows behind the last
 * whole group. One value at a time, sums in double precision.
 */
final class ScalarEdge {

  private ScalarEdge() {}

  /** {@code y = A·x + B} for the rows from start to end (excluded), from a feature on. */
  static void forward(
      TensorRows x, AffineVectors map, TensorRows y, int start, int end, int fromFeature) {
    ByteBuffer from = x.memory();
    ByteBuffer to = y.memory();
    float[] scale = map.scale();
    float[] shift = map.shift();
    int width = x.features();
    for (int row = start; row < end; row++) {
      for (int feature = fromFeature; feature < width; feature++) {
        int at = (row * width + feature) * Float.BYTES;
        to.putFloat(at, from.getFloat(at) * scale[feature] + shift[feature]);
      }
    }
  }

  /** Adds the rows from start to end (excluded) to the sums, from a feature on. */
  static void observe(TensorRows x, int start, int end, int fromFeature, FeatureSums into) {
    ByteBuffer from = x.memory();
    double[] sums = into.sums();
    double[] squares = into.squares();
    int width = x.features();
    for (int row = start; row < end; row++) {
      for (int feature = fromFeature; feature < width; feature++) {
        double value = from.getFloat((row * width + feature) * Float.BYTES);
        sums[feature] += value;
        squares[feature] += value * value;
      }
    }
  }
}
