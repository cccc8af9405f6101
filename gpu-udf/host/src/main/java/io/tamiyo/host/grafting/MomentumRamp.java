package io.tamiyo.host.grafting;

/**
 * A line that grows steeper while the graft helps: with the performance delta δ,
 *
 * <pre>v' = min(limit, momentum·v + gain·max(0, δ))      α' = min(1, α + (1 + v')/epochs)</pre>
 *
 * Polyak's heavy ball ("Some methods of speeding up the convergence of iteration methods", 1964)
 * with the measured gain as its force. A δ that is negative or unknown adds nothing: the velocity
 * dies down and alpha goes on at the line's own pace, never backwards; stopping a graft that harms
 * is Tamiyo's business.
 *
 * @param ramp its steps at velocity 0
 * @param momentum share of the velocity that stays from epoch to epoch, 0 to 1, 1 excluded
 * @param gain velocity that a delta of 1 adds, 0 or more
 */
public record MomentumRamp(LinearRamp ramp, double momentum, double gain) implements AlphaRule {

  /** Five times the line's pace at most: a graft shall be seen at several strengths. */
  private static final double FASTEST = 4;

  public MomentumRamp {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum is %s, not in 0..1".formatted(momentum));
    }
    if (!(gain >= 0) || Double.isInfinite(gain)) {
      throw new IllegalArgumentException("gain is %s, not 0 or more".formatted(gain));
    }
  }

  @Override
  public AlphaState next(AlphaState state, Observation seen) {
    double delta = seen.performanceDelta().orElse(0);
    double force = delta > 0 ? gain * delta : 0;
    double velocity = Math.min(FASTEST, momentum * state.velocity() + force);
    return ramp.advance(
        new AlphaState(state.alpha(), velocity, state.stableAlpha(), state.unstableChecks()),
        1 + velocity);
  }

  @Override
  public boolean watchesPerformance() {
    return true;
  }
}
