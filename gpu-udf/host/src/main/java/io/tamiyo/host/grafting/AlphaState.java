package io.tamiyo.host.grafting;

/**
 * Where a graft stands: all that a rule remembers from one training epoch to the next, four
 * numbers.
 *
 * @param alpha strength of the graft, 0 (not at all) to 1 (in full)
 * @param velocity speed beyond the rule's own, in its steps an epoch; 0 or more; only momentum has
 *     one
 * @param stableAlpha the last alpha at which training was seen to be stable; 0, the identity, at
 *     first
 * @param unstableChecks unstable checks in a row at the present alpha
 */
public record AlphaState(double alpha, double velocity, double stableAlpha, int unstableChecks) {

  /** A graft that has not begun to count. */
  public static final AlphaState ZERO = new AlphaState(0, 0, 0, 0);

  /** A graft in full. */
  public static final AlphaState FULL = new AlphaState(1, 0, 1, 0);

  public AlphaState {
    requireShare("alpha", alpha);
    requireShare("stableAlpha", stableAlpha);
    if (!(velocity >= 0) || Double.isInfinite(velocity)) {
      throw new IllegalArgumentException("velocity is %s, not 0 or more".formatted(velocity));
    }
    if (unstableChecks < 0) {
      throw new IllegalArgumentException("unstableChecks is negative: " + unstableChecks);
    }
  }

  /** Whether the graft counts in full. */
  public boolean isFull() {
    return alpha == 1;
  }

  AlphaState withAlpha(double next) {
    return new AlphaState(next, velocity, stableAlpha, unstableChecks);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s is %s, not in 0..1".formatted(name, value));
    }
  }
}
