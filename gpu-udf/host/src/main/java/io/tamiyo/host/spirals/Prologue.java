package io.tamiyo.host.spirals;

/**
 * What a training run does before the seeds of its layers come.
 *
 * @param epochs training epochs of the network alone
 * @param frozenTrunk whether its own weights then stay as they are
 * @param plantedDisturbance whether a third of the features that enter the first layer are then
 *     disturbed
 */
public record Prologue(int epochs, boolean frozenTrunk, boolean plantedDisturbance) {

  /** The seeds are there from the first step. */
  public static final Prologue NONE = new Prologue(0, false, false);

  public Prologue {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs alone is negative: " + epochs);
    }
  }

  /**
   * Plays it.
   *
   * @return the held-out accuracy of the network after its training alone, and before a disturbance
   */
  public double play(SpiralTraining training) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      boolean ended = false;
      while (!ended) {
        ended = training.step().endedEpoch();
      }
    }
    double accuracy = training.heldOutAccuracy();
    if (frozenTrunk) {
      training.freezeTrunk();
    }
    if (plantedDisturbance) {
      training.plantDisturbance();
    }
    return accuracy;
  }
}
