package io.tamiyo.host.kernel;

import java.nio.ByteBuffer;

/**
 * Features whose Σx² left the range of a float: because a value is not finite, which the sums shall
 * say, or because a square is too large for a float, which they shall not. They are summed up again
 * in double precision, which holds the square of every float.
 */
final class WideSquares {

  private WideSquares() {}

  static void repair(TensorRows x, FeatureSums sums) {
    if (sums.areFinite()) {
      return;
    }
    for (int feature = 0; feature < x.features(); feature++) {
      if (!sums.isFinite(feature)) {
        repair(x, feature, sums);
      }
    }
  }

  private static void repair(TensorRows x, int feature, FeatureSums sums) {
    ByteBuffer memory = x.memory();
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < x.rows(); row++) {
      double value = memory.getFloat((row * x.features() + feature) * Float.BYTES);
      sum += value;
      squares += value * value;
    }
    sums.replace(feature, sum, squares);
  }
}
