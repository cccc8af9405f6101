package io.tamiyo.host.spirals;

/**
 * How the spirals are trained. The defaults of {@link #of} take seconds on one CPU thread.
 *
 * @param width features of each hidden layer
 * @param trainingPoints points of the training set; one pass over them is a training epoch
 * @param heldOutPoints points that are never trained on
 * @param batchSize points per step; the default is the whole set, so that the loss of a seed's
 *     stability is not blurred by which points a step happens to see
 * @param noise standard deviation of the points around their spiral; the spirals' arms are about
 *     0.33 apart
 * @param learningRate of Adam, for the network
 * @param weightDecay of Adam, for the network; keeps it from learning the noise by heart
 * @param randomSeed the one source of all randomness: equal options give equal losses
 */
public record SpiralOptions(
    int width,
    int trainingPoints,
    int heldOutPoints,
    int batchSize,
    double noise,
    double learningRate,
    double weightDecay,
    long randomSeed) {

  public SpiralOptions {
    requirePositive("width", width);
    requirePositive("trainingPoints", trainingPoints);
    requirePositive("heldOutPoints", heldOutPoints);
    requirePositive("batchSize", batchSize);
  }

  /** The defaults for hidden layers of a width. */
  public static SpiralOptions of(int width, long randomSeed) {
    return new SpiralOptions(width, 512, 512, 512, 0.08, 0.002, 0.0002, randomSeed);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is %d, not positive".formatted(name, value));
    }
  }
}
