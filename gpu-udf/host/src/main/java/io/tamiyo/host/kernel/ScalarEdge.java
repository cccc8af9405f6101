package io.tamiyo.host.kernel;

import java.nio.ByteBuffer;

/**
 * What vectors leave over: the features behind the last whole vector, an odd row, and features
 * whose squares leave the range of a float. One value at a time, sums in double precision.
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
    for (int row = start; row < end; row++) {
      for (int feature = fromFeature; feature < x.features(); feature++) {
        int at = index(x, row, feature);
        to.putFloat(at, from.getFloat(at) * scale[feature] + shift[feature]);
      }
    }
  }

  /** Adds the rows from start to end (excluded) to the sums, from a feature on. */
  static void observe(TensorRows x, int start, int end, int fromFeature, FeatureSums into) {
    ByteBuffer from = x.memory();
    double[] sums = into.sums();
    double[] squares = into.squares();
    for (int row = start; row < end; row++) {
      for (int feature = fromFeature; feature < x.features(); feature++) {
        double value = from.getFloat(index(x, row, feature));
        sums[feature] += value;
        squares[feature] += value * value;
      }
    }
  }

  /** Sums up again the features below the end (excluded) whose squares are not finite. */
  static void repair(TensorRows x, int end, FeatureSums into) {
    double[] squares = into.squares();
    for (int feature = 0; feature < end; feature++) {
      if (!(squares[feature] <= Double.MAX_VALUE)) {
        repairFeature(x, feature, into);
      }
    }
  }

  private static void repairFeature(TensorRows x, int feature, FeatureSums into) {
    ByteBuffer from = x.memory();
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < x.rows(); row++) {
      double value = from.getFloat(index(x, row, feature));
      sum += value;
      squares += value * value;
    }
    into.sums()[feature] = sum;
    into.squares()[feature] = squares;
  }

  private static int index(TensorRows x, int row, int feature) {
    return (row * x.features() + feature) * Float.BYTES;
  }
}
