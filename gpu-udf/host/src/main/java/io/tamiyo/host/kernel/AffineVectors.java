package io.tamiyo.host.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What all seeds of a layer do together: {@code y = A·x + B}, one pair per feature. Every mix of
 * strategies has this form, so the forward costs one multiply-add however many seeds are active.
 * Immutable.
 *
 * <p>The identity is A = 1 and B = −0: adding +0 would turn −0 into +0, adding −0 changes nothing.
 */
public final class AffineVectors {

  private static final float NOTHING = -0f;

  /** Leaves room for the rounding of the bound. */
  private static final double HARMLESS_SHARE = 1 - 1e-6;

  private final float[] scale;
  private final float[] shift;
  private final boolean identity;

  /** A Σx² up to this cannot be carried beyond the range of a float by any feature. */
  private final double harmless;

  private AffineVectors(float[] scale, float[] shift, boolean identity) {
    this.scale = scale;
    this.shift = shift;
    this.identity = identity;
    this.harmless = harmless(scale, shift);
  }

  private static double harmless(float[] scale, float[] shift) {
    float largestScale = 1;
    float largestShift = 0;
    for (int feature = 0; feature < scale.length; feature++) {
      largestScale = Math.max(largestScale, Math.abs(scale[feature]));
      largestShift = Math.max(largestShift, Math.abs(shift[feature]));
    }
    double root = ((double) Float.MAX_VALUE - largestShift) / largestScale;
    return root * root * HARMLESS_SHARE;
  }

  /** The map that leaves all features as they are, bit by bit. */
  public static AffineVectors identity(int features) {
    float[] scale = new float[features];
    float[] shift = new float[features];
    Arrays.fill(scale, 1f);
    Arrays.fill(shift, NOTHING);
    return new AffineVectors(scale, shift, true);
  }

  /**
   * Compiles what each seed does into one map, in double precision, rounded once. A seed at alpha 0
   * is the identity exactly.
   *
   * @throws IllegalArgumentException if there is not one blend per seed, or a blueprint does not
   *     fit its chunk
   */
  public static AffineVectors compile(ChunkLayout layout, List<SeedBlend> blends) {
    if (blends.size() != layout.seeds()) {
      throw new IllegalArgumentException(
          "%d blends for %d seeds".formatted(blends.size(), layout.seeds()));
    }
    float[] scale = new float[layout.features()];
    float[] shift = new float[layout.features()];
    Arrays.fill(scale, 1f);
    Arrays.fill(shift, NOTHING);
    boolean identity = true;
    for (int seed = 0; seed < layout.seeds(); seed++) {
      if (blends.get(seed) instanceof SeedBlend.Graft graft && graft.alpha() > 0) {
        graft(layout, seed, graft, scale, shift);
        identity = false;
      }
    }
    return new AffineVectors(scale, shift, identity);
  }

  private static void graft(
      ChunkLayout layout, int seed, SeedBlend.Graft graft, float[] scale, float[] shift) {
    graft.requireFits(layout, seed);
    double alpha = graft.alpha();
    for (int i = 0; i < layout.size(seed); i++) {
      int feature = layout.start(seed) + i;
      double fullScale = graft.strategy().fullScale(graft.blueprint().scale(i));
      double fullShift = graft.strategy().fullShift(graft.blueprint().shift(i));
      scale[feature] = (float) (alpha * fullScale + (1 - alpha));
      shift[feature] = fullShift == 0 ? NOTHING : (float) (alpha * fullShift);
    }
  }

  /** Whether no seed is active, so that the forward may return its input. */
  public boolean isIdentity() {
    return identity;
  }

  /** Width of the layer. */
  public int features() {
    return scale.length;
  }

  /** Writes A and B to where they are wanted, from the start of each buffer. */
  void write(FloatBuffer scales, FloatBuffer shifts) {
    scales.clear().put(scale);
    shifts.clear().put(shift);
  }

  /** A itself, not to be written to. */
  float[] scale() {
    return scale;
  }

  /** B itself, not to be written to. */
  float[] shift() {
    return shift;
  }

  /** A copy of A. */
  public float[] scales() {
    return scale.clone();
  }

  /** A copy of B. */
  public float[] shifts() {
    return shift.clone();
  }

  /**
   * The first feature that this map could carry beyond the range of a float. The bound is {@code
   * |A|·√Σx² + |B|}, which no value of the batch exceeds, so an empty answer is a proof. Features
   * that pass unchanged, and those whose input is not finite already, are not blamed.
   */
  public OptionalInt firstOverflow(FeatureSums sums) {
    if (identity || sums.areSquaresWithin(harmless)) {
      return OptionalInt.empty();
    }
    for (int feature = 0; feature < scale.length; feature++) {
      if (changes(feature) && sums.isFinite(feature) && bound(feature, sums) > Float.MAX_VALUE) {
        return OptionalInt.of(feature);
      }
    }
    return OptionalInt.empty();
  }

  private boolean changes(int feature) {
    return scale[feature] != 1f || shift[feature] != 0f;
  }

  private double bound(int feature, FeatureSums sums) {
    return Math.abs(scale[feature]) * Math.sqrt(sums.sumOfSquares(feature))
        + Math.abs(shift[feature]);
  }
}
