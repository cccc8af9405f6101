package io.tamiyo.host.blueprint;

/**
 * How strongly a graft counts while it is being grafted: alpha rises from 0 to 1 in a straight
 * line.
 *
 * @param epochs training epochs until alpha is 1; 0 grafts at once
 */
public record AlphaRamp(int epochs) {

  public AlphaRamp {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs of the alpha ramp is %d".formatted(epochs));
    }
  }

  /** Alpha after a number of training epochs in GRAFTING. */
  public double alphaAt(long epochsInState) {
    if (epochsInState >= epochs) {
      return 1;
    }
    return Math.max(0, epochsInState) / (double) epochs;
  }
}
