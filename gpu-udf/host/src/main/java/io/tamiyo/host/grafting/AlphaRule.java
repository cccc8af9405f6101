package io.tamiyo.host.grafting;

/**
 * How alpha moves: a pure function of the state and of what was seen, called once after each
 * training epoch from GRAFTING on until alpha is 1, whatever state the seed is in by then, so that
 * no change of state makes the output jump. Alpha stays in 0..1, and equal arguments give equal
 * results.
 */
public sealed interface AlphaRule
    permits LinearRamp, DriftControlledRamp, MomentumRamp, StabilityRamp {

  /** Where a graft begins. */
  default AlphaState begin() {
    return AlphaState.ZERO;
  }

  /** Where it stands after one more training epoch. */
  AlphaState next(AlphaState state, Observation seen);

  /**
   * Whether the rule goes by the performance delta, which costs an evaluation, already in GRAFTING.
   */
  default boolean watchesPerformance() {
    return false;
  }

  /**
   * Where a graft stands of which only the age is known, after a restart without its state: no
   * further than this rule would have taken it without having seen anything.
   *
   * @param epochs training epochs in GRAFTING
   */
  default AlphaState after(int epochs) {
    AlphaState state = begin();
    for (int epoch = 0; epoch < epochs; epoch++) {
      AlphaState next = next(state, Observation.NOTHING);
      if (next.equals(state)) {
        return state;
      }
      state = next;
    }
    return state;
  }
}
