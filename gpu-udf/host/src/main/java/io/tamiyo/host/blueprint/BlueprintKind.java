package io.tamiyo.host.blueprint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * What a blueprint can be, per chunk of n features. Weights are 4 bytes each; while a seed learns,
 * each costs 24 bytes more (the weight and two moments in double precision).
 *
 * <p>The three affine kinds cost nothing of their own in the forward pass: all of a layer are
 * compiled into one multiply-add, 2 operations a feature and row, however many seeds are active.
 */
public enum BlueprintKind {
  /** {@code s·x + t}: 2n weights. */
  BOTH(0) {
    @Override
    public int parameters(int features) {
      return 2 * features;
    }

    @Override
    int scaleAt(int feature) {
      return feature;
    }

    @Override
    int shiftAt(int features, int feature) {
      return features + feature;
    }
  },
  /** {@code s·x}: n weights. */
  SCALE(1) {
    @Override
    public int parameters(int features) {
      return features;
    }

    @Override
    int scaleAt(int feature) {
      return feature;
    }
  },
  /** {@code x + t}: n weights. */
  SHIFT(2) {
    @Override
    public int parameters(int features) {
      return features;
    }

    @Override
    int shiftAt(int features, int feature) {
      return feature;
    }
  },
  /**
   * {@code g·x + W₂·relu(W₁·x + b₁) + b₂} with {@value ModuleShape#HIDDEN} hidden units, the one
   * kind that bends: 2n + {@value ModuleShape#HIDDEN}·(2n + 1) weights. All modules of a layer run
   * as one batched product.
   */
  MODULE(3) {
    @Override
    public int parameters(int features) {
      return ModuleShape.of(features).parameters();
    }

    @Override
    public boolean isAffine() {
      return false;
    }

    @Override
    public long operationsPerRow(int features) {
      return ModuleShape.of(features).operationsPerRow();
    }

    @Override
    public boolean isOffset(int features, int parameter) {
      return ModuleShape.of(features).isOffset(parameter);
    }

    @Override
    void fill(float[] weights, int features, SplittableRandom random) {
      ModuleShape.of(features).fill(weights, random);
    }
  };

  /** A weight that a kind does not have. */
  static final int NONE = -1;

  private static final double SPREAD_OF_SCALES = 0.1;
  private static final double SPREAD_OF_SHIFTS = 0.5;

  private final int code;

  BlueprintKind(int code) {
    this.code = code;
  }

  /** The kind of a name in lower case, as options and commands write it. */
  public static Optional<BlueprintKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(name)).findFirst();
  }

  /** The kind of a code in a file. */
  public static Optional<BlueprintKind> ofCode(int code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }

  /** Its name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its number in files; never given to another kind. */
  public int code() {
    return code;
  }

  /** How many weights a blueprint of this kind has. */
  public abstract int parameters(int features);

  /** Bytes of a blueprint's weights. */
  public long bytes(int features) {
    return (long) Float.BYTES * parameters(features);
  }

  /** Multiplications and additions in the forward pass, for one row of one chunk. */
  public long operationsPerRow(int features) {
    return 2L * features;
  }

  /** Whether every feature becomes {@code s·x + t}, so that it can be compiled. */
  public boolean isAffine() {
    return true;
  }

  /**
   * Whether a weight is in units of the activations (a shift, a bias); the others have no unit. Who
   * learns goes in steps of the activations' size there.
   */
  public boolean isOffset(int features, int parameter) {
    return parameter >= shiftAt(features, 0) && shiftAt(features, 0) != NONE;
  }

  /**
   * The gradient by the weights of an affine kind, from that by the scale and the shift of each
   * feature of the chunk.
   */
  public double[] gradient(int features, IntToDoubleFunction byScale, IntToDoubleFunction byShift) {
    double[] gradient = new double[parameters(features)];
    for (int feature = 0; feature < features; feature++) {
      if (scaleAt(feature) != NONE) {
        gradient[scaleAt(feature)] = byScale.applyAsDouble(feature);
      }
      if (shiftAt(features, feature) != NONE) {
        gradient[shiftAt(features, feature)] = byShift.applyAsDouble(feature);
      }
    }
    return gradient;
  }

  /** Where the scale of a feature stands among the weights, or {@link #NONE}. */
  int scaleAt(int feature) {
    return NONE;
  }

  /** Where the shift of a feature stands among the weights, or {@link #NONE}. */
  int shiftAt(int features, int feature) {
    return NONE;
  }

  /**
   * Weights from which a seed starts to learn, far from the identity, so that reaching it is
   * learning: scales are drawn evenly from ±0.1, and shifts begin at 0, or, where there is nothing
   * else to learn, are drawn from ±0.5.
   */
  void fill(float[] weights, int features, SplittableRandom random) {
    for (int feature = 0; feature < features; feature++) {
      if (scaleAt(feature) == NONE) {
        weights[shiftAt(features, feature)] =
            (float) random.nextDouble(-SPREAD_OF_SHIFTS, SPREAD_OF_SHIFTS);
      } else {
        weights[scaleAt(feature)] = (float) random.nextDouble(-SPREAD_OF_SCALES, SPREAD_OF_SCALES);
      }
    }
  }
}
