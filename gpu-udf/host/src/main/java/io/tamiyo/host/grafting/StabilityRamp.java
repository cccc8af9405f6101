package io.tamiyo.host.grafting;

/**
 * A straight line that is sure of each step before it takes the next. One check an epoch, by the
 * stability of the training loss:
 *
 * <ul>
 *   <li>stable ({@code stability ≥ least}): the present alpha is the last stable one, and alpha
 *       goes one step on;
 *   <li>unstable: alpha waits; after {@value #PATIENCE} unstable checks in a row it goes back to
 *       the last stable alpha, and the count begins anew;
 *   <li>unknown: alpha waits, and nothing is counted.
 * </ul>
 *
 * Backtracking as in a line search (Armijo 1966), by what was last seen to hold.
 *
 * @param ramp its steps
 * @param least stability from which on training counts as stable, 0 to 1
 */
public record StabilityRamp(LinearRamp ramp, double least) implements AlphaRule {

  /** One unsteady epoch, or two, may be the doing of a batch. */
  static final int PATIENCE = 3;

  public StabilityRamp {
    if (!(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException("the least stability is %s, not in 0..1".formatted(least));
    }
  }

  @Override
  public AlphaState next(AlphaState state, Observation seen) {
    if (seen.stability().isEmpty()) {
      return state;
    }
    if (seen.stability().getAsDouble() >= least) {
      AlphaState sure = new AlphaState(state.alpha(), state.velocity(), state.alpha(), 0);
      return ramp.advance(sure, 1);
    }
    int unstable = state.unstableChecks() + 1;
    return unstable < PATIENCE
        ? new AlphaState(state.alpha(), state.velocity(), state.stableAlpha(), unstable)
        : new AlphaState(state.stableAlpha(), state.velocity(), state.stableAlpha(), 0);
  }
}
