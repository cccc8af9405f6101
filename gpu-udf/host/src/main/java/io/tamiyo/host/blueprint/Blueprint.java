package io.tamiyo.host.blueprint;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The weights that a seed can graft: for each feature of its chunk a scale s and a shift t, so that
 * {@code bp(x) = s·x + t}. Immutable, and finite by construction, so that neither a store nor a
 * kernel ever meets a poisoned weight.
 *
 * <p>Two blueprints are equal if all their weights are equal bit by bit (0 and −0 differ), and then
 * they have the same {@link #id}.
 */
public final class Blueprint {

  private static final float INITIAL_SPREAD = 0.1f;
  private static final int ID_BYTES = 8;

  private final float[] scale;
  private final float[] shift;

  private Blueprint(float[] scale, float[] shift) {
    this.scale = scale;
    this.shift = shift;
  }

  /**
   * A blueprint of the given weights, which are copied.
   *
   * @throws IllegalArgumentException if the lengths differ or are zero, or a weight is not finite
   */
  public static Blueprint of(float[] scale, float[] shift) {
    if (scale.length != shift.length || scale.length == 0) {
      throw new IllegalArgumentException(
          "a blueprint needs as many scales as shifts, and one at least: got %d and %d"
              .formatted(scale.length, shift.length));
    }
    requireFinite("scale", scale);
    requireFinite("shift", shift);
    return new Blueprint(scale.clone(), shift.clone());
  }

  /** The blueprint that changes nothing: scale 1, shift 0. */
  public static Blueprint identity(int features) {
    float[] scale = new float[features];
    Arrays.fill(scale, 1f);
    return of(scale, new float[features]);
  }

  /**
   * Where a seed starts to learn, far from the identity: scales drawn evenly from ±0.1, shifts 0. A
   * shift drawn without regard to the size of the activations could be of any size beside them.
   */
  public static Blueprint random(int features, SplittableRandom random) {
    float[] scale = new float[features];
    for (int feature = 0; feature < features; feature++) {
      scale[feature] = (float) random.nextDouble(-INITIAL_SPREAD, INITIAL_SPREAD);
    }
    return of(scale, new float[features]);
  }

  /** How many features the blueprint covers. */
  public int features() {
    return scale.length;
  }

  /** The scale of one feature of the chunk, counted from the chunk's start. */
  public float scale(int feature) {
    return scale[feature];
  }

  /** The shift of one feature of the chunk, counted from the chunk's start. */
  public float shift(int feature) {
    return shift[feature];
  }

  /** A copy of all scales. */
  public float[] scales() {
    return scale.clone();
  }

  /** A copy of all shifts. */
  public float[] shifts() {
    return shift.clone();
  }

  /**
   * A name that follows from the weights alone, the same on every machine: {@code bp-} and the
   * first 8 bytes of the SHA-256 over all scales, then all shifts, as big-endian floats.
   */
  public String id() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * scale.length);
    bytes.asFloatBuffer().put(scale).put(shift);
    byte[] digest = sha256().digest(bytes.array());
    return "bp-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blueprint blueprint
        && Arrays.equals(scale, blueprint.scale)
        && Arrays.equals(shift, blueprint.shift);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(scale) + Arrays.hashCode(shift);
  }

  @Override
  public String toString() {
    return "Blueprint[" + id() + ", features=" + features() + "]";
  }

  private static void requireFinite(String name, float[] weights) {
    for (int feature = 0; feature < weights.length; feature++) {
      if (!Float.isFinite(weights[feature])) {
        throw new IllegalArgumentException(
            "%s of feature %d is %s, not finite".formatted(name, feature, weights[feature]));
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
