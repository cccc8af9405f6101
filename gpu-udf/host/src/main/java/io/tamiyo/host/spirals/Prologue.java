package io.tamiyo.host.spirals;

import java.util.function.BooleanSupplier;

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
   * @param goesOn asked before each step; once it does not, the training alone ends there
   * @return the held-out accuracy of the network after its training alone, and before a disturbance
   */
  public double play(SpiralTraining training, BooleanSupplier goesOn) {
    int ended = 0;
    while (ended < epochs && goesOn.getAsBoolean()) {
      ended += training.step().endedEpoch() ? 1 : 0;
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
