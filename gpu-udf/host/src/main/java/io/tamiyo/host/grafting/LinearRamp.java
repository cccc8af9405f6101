package io.tamiyo.host.grafting;

/**
 * A straight line: {@code α' = min(1, α + 1/epochs)}. The linear warm-up of Goyal et al.,
 * "Accurate, Large Minibatch SGD" (2017), section 2.2, applied to a graft instead of a learning
 * rate.
 *
 * @param epochs training epochs until alpha is 1; 0 grafts at once
 */
public record LinearRamp(int epochs) implements AlphaRule {

  /** What sums of rounded steps may lack of 1: less than any ramp's step. */
  private static final double ROUNDING = 1e-9;

  public LinearRamp {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs of the alpha ramp is %d".formatted(epochs));
    }
  }

  @Override
  public AlphaState begin() {
    return epochs == 0 ? AlphaState.FULL : AlphaState.ZERO;
  }

  @Override
  public AlphaState next(AlphaState state, Observation seen) {
    return advance(state, 1);
  }

  /**
   * Goes on by steps of the line.
   *
   * @param steps 0 or more
   */
  AlphaState advance(AlphaState state, double steps) {
    double next = epochs == 0 ? 1 : state.alpha() + steps / epochs;
    return state.withAlpha(next > 1 - ROUNDING ? 1 : next);
  }
}
