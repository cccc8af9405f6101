package io.tamiyo.host.kernel;

/**
 * How a blueprint with scale s and shift t enters the features of its chunk. Each strategy is an
 * affine map of x; at strength alpha a seed contributes {@code alpha·full(x) + (1 − alpha)·x}, so
 * that every strategy is the identity at alpha 0 and can be ramped in without a jump.
 */
public enum BlendStrategy {
  /** {@code full(x) = s·x + t}: the blueprint replaces the feature. */
  LINEAR {
    @Override
    double fullScale(double scale) {
      return scale;
    }

    @Override
    double fullShift(double shift) {
      return shift;
    }
  },
  /** {@code full(x) = s·x}: the blueprint weighs the feature, its shift is left out. */
  MULTIPLICATIVE {
    @Override
    double fullScale(double scale) {
      return scale;
    }

    @Override
    double fullShift(double shift) {
      return 0;
    }
  },
  /** {@code full(x) = x + t}: the blueprint moves the feature, its scale is left out. */
  ADDITIVE {
    @Override
    double fullScale(double scale) {
      return 1;
    }

    @Override
    double fullShift(double shift) {
      return shift;
    }
  },
  /** {@code full(x) = ½·x + ½·(s·x + t)}: the mean of the feature and its blueprint. */
  MIXED {
    @Override
    double fullScale(double scale) {
      return 0.5 + 0.5 * scale;
    }

    @Override
    double fullShift(double shift) {
      return 0.5 * shift;
    }
  };

  /** By how much the factor of x at alpha 1 grows with the scale. */
  public double scaleSlope() {
    return fullScale(1) - fullScale(0);
  }

  /** By how much the constant at alpha 1 grows with the shift. */
  public double shiftSlope() {
    return fullShift(1) - fullShift(0);
  }

  /** The factor of x at alpha 1. */
  abstract double fullScale(double scale);

  /** The constant at alpha 1. */
  abstract double fullShift(double shift);
}
