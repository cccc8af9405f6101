package io.tamiyo.host.training;

import io.tamiyo.host.blueprint.AlphaRamp;
import java.util.List;

/**
 * What is trained, and how. The defaults of {@link #of} train the spirals in seconds on one CPU
 * thread.
 *
 * @param layerIds one hidden layer each, in the order of the forward pass
 * @param seeds seeds per layer
 * @param width features per layer, at least one per seed
 * @param trainingPoints points of the training set; one pass over them is a training epoch
 * @param heldOutPoints points that are never trained on
 * @param batchSize points per step; the default is the whole set, so that the loss of a seed's
 *     stability is not blurred by which points a step happens to see
 * @param noise standard deviation of the points around their spiral; the spirals' arms are about
 *     0.33 apart
 * @param learningRate of Adam, for the network
 * @param weightDecay of Adam, for the network; keeps it from learning the noise by heart
 * @param blueprintRate of the blueprints, share of a Newton step
 * @param alphaRamp how a graft's alpha rises over the training epochs in GRAFTING
 * @param deltasPerEpoch seeds whose performance delta is measured after each training epoch, in
 *     turn
 * @param randomSeed the one source of all randomness: equal options give equal losses
 */
public record TrainingOptions(
    List<String> layerIds,
    int seeds,
    int width,
    int trainingPoints,
    int heldOutPoints,
    int batchSize,
    double noise,
    double learningRate,
    double weightDecay,
    double blueprintRate,
    AlphaRamp alphaRamp,
    int deltasPerEpoch,
    long randomSeed) {

  private static final int LEAST_WIDTH = 128;

  public TrainingOptions {
    layerIds = List.copyOf(layerIds);
    if (layerIds.isEmpty()) {
      throw new IllegalArgumentException("layerIds is empty, a network needs a hidden layer");
    }
    requirePositive("seeds", seeds);
    if (width < seeds) {
      throw new IllegalArgumentException("width is %d, below seeds (%d)".formatted(width, seeds));
    }
    requirePositive("trainingPoints", trainingPoints);
    requirePositive("heldOutPoints", heldOutPoints);
    requirePositive("batchSize", batchSize);
    if (deltasPerEpoch < 0) {
      throw new IllegalArgumentException("deltasPerEpoch is negative: " + deltasPerEpoch);
    }
  }

  /** The defaults for these layers. */
  public static TrainingOptions of(List<String> layerIds, int seeds, long randomSeed) {
    return new TrainingOptions(
        layerIds,
        seeds,
        Math.max(LEAST_WIDTH, seeds),
        512,
        512,
        512,
        0.08,
        0.002,
        0.0002,
        0.1,
        new AlphaRamp(50),
        2,
        randomSeed);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is %d, not positive".formatted(name, value));
    }
  }
}
