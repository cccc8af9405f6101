package io.tamiyo.host.kernel;

import java.util.SplittableRandom;

/** Random activations, and layers for them. */
final class RandomBatches {

  private static final int ONE_SPECIAL_AMONG = 200;

  private RandomBatches() {}

  static ChunkLayout layout(SplittableRandom random, int mostFeatures) {
    int features = random.nextInt(1, mostFeatures + 1);
    return new ChunkLayout(features, random.nextInt(1, features + 1));
  }

  /**
   * Values between −5 and 5.
   *
   * @param special now and then one of these
   */
  static float[] draw(int values, float[] special, SplittableRandom random) {
    float[] drawn = new float[values];
    for (int i = 0; i < values; i++) {
      boolean isSpecial = special.length > 0 && random.nextInt(ONE_SPECIAL_AMONG) == 0;
      drawn[i] =
          isSpecial ? special[random.nextInt(special.length)] : (float) random.nextDouble(-5, 5);
    }
    return drawn;
  }
}
