package io.tamiyo.host.blueprint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The weights that a seed can graft, of one of the {@link BlueprintKind}s. Immutable, and finite by
 * construction, so that neither a store nor a kernel ever meets a poisoned weight.
 *
 * <p>Two blueprints are equal if their kinds and widths are and all their weights bit by bit (0 and
 * −0 differ), and then they have the same {@link #id}.
 */
public final class Blueprint {

  private static final int ID_BYTES = 8;

  private final BlueprintKind kind;
  private final int features;
  private final float[] weights;

  private Blueprint(BlueprintKind kind, int features, float[] weights) {
    this.kind = kind;
    this.features = features;
    this.weights = weights;
  }

  /**
   * A blueprint of the given weights, which are copied.
   *
   * @param features of the chunk, 1 at least
   * @throws IllegalArgumentException if there are not as many weights as the kind has, or one is
   *     not finite
   */
  public static Blueprint of(BlueprintKind kind, int features, float[] weights) {
    if (features < 1 || weights.length != kind.parameters(features)) {
      throw new IllegalArgumentException(
          "a blueprint of kind %s for %d features cannot have %d weights"
              .formatted(kind.word(), features, weights.length));
    }
    for (int parameter = 0; parameter < weights.length; parameter++) {
      if (!Float.isFinite(weights[parameter])) {
        throw new IllegalArgumentException(
            "weight %d of a blueprint of kind %s is %s, not finite"
                .formatted(parameter, kind.word(), weights[parameter]));
      }
    }
    return new Blueprint(kind, features, weights.clone());
  }

  /**
   * {@code bp(x) = scale·x + shift}, of the kind {@link BlueprintKind#BOTH}.
   *
   * @throws IllegalArgumentException if the lengths differ or are zero, or a weight is not finite
   */
  public static Blueprint of(float[] scale, float[] shift) {
    if (scale.length != shift.length || scale.length == 0) {
      throw new IllegalArgumentException(
          "a blueprint needs as many scales as shifts, and one at least: got %d and %d"
              .formatted(scale.length, shift.length));
    }
    float[] weights = Arrays.copyOf(scale, 2 * scale.length);
    System.arraycopy(shift, 0, weights, scale.length, shift.length);
    return of(BlueprintKind.BOTH, scale.length, weights);
  }

  /** The blueprint that changes nothing: scale 1, shift 0. */
  public static Blueprint identity(int features) {
    float[] scale = new float[features];
    Arrays.fill(scale, 1f);
    return of(scale, new float[features]);
  }

  /** Where a seed starts to learn, far from the identity. */
  public static Blueprint random(BlueprintKind kind, int features, SplittableRandom random) {
    float[] weights = new float[kind.parameters(features)];
    kind.fill(weights, features, random);
    return of(kind, features, weights);
  }

  /** What it is. */
  public BlueprintKind kind() {
    return kind;
  }

  /** How many features the blueprint covers. */
  public int features() {
    return features;
  }

  /** A copy of all weights, in the order of the kind. */
  public float[] weights() {
    return weights.clone();
  }

  /**
   * The scale of one feature of the chunk, counted from the chunk's start; 1 where the kind has
   * none.
   *
   * @throws IllegalStateException if the kind is not affine
   */
  public float scale(int feature) {
    requireAffine();
    int place = kind.scaleAt(feature);
    return place == BlueprintKind.NONE ? 1f : weights[place];
  }

  /**
   * The shift of one feature of the chunk, counted from the chunk's start; 0 where the kind has
   * none.
   *
   * @throws IllegalStateException if the kind is not affine
   */
  public float shift(int feature) {
    requireAffine();
    int place = kind.shiftAt(features, feature);
    return place == BlueprintKind.NONE ? 0f : weights[place];
  }

  /**
   * A name that follows from the content alone, the same on every machine: {@code bp-} and the
   * first 8 bytes of the SHA-256 over all weights as big-endian floats, which for every kind but
   * BOTH (which was there before there were kinds) are preceded by the kind's name.
   */
  public String id() {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * weights.length);
    bytes.asFloatBuffer().put(weights);
    MessageDigest digest = sha256();
    if (kind != BlueprintKind.BOTH) {
      digest.update(kind.word().getBytes(StandardCharsets.US_ASCII));
    }
    return "bp-" + HexFormat.of().formatHex(digest.digest(bytes.array()), 0, ID_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blueprint blueprint
        && kind == blueprint.kind
        && features == blueprint.features
        && Arrays.equals(weights, blueprint.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + kind.code();
  }

  @Override
  public String toString() {
    return "Blueprint[%s, kind=%s, features=%d]".formatted(id(), kind.word(), features);
  }

  private void requireAffine() {
    if (!kind.isAffine()) {
      throw new IllegalStateException("a blueprint of kind " + kind.word() + " is not affine");
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
