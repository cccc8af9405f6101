package io.tamiyo.host.grafting;

import java.util.OptionalDouble;

/**
 * A straight line that waits while the graft's weights are on the move: {@code α' = α} where {@code
 * ‖w − w̄‖ / ‖w̄‖ > threshold} with w̄ the moving average of w ({@link WeightDrift}), else one step
 * on. Never backwards. Weights that still move make the output of a strong graft move with them;
 * Polyak and Juditsky, "Acceleration of stochastic approximation by averaging" (1992), have the
 * average as what the weights settle at.
 *
 * @param ramp its steps
 * @param threshold relative drift above which alpha waits
 */
public record DriftControlledRamp(LinearRamp ramp, double threshold) implements AlphaRule {

  public DriftControlledRamp {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException(
          "the drift threshold is %s, not above 0".formatted(threshold));
    }
  }

  @Override
  public AlphaState next(AlphaState state, Observation seen) {
    OptionalDouble drift = seen.drift();
    return drift.isPresent() && !(drift.getAsDouble() <= threshold)
        ? state
        : ramp.next(state, seen);
  }
}
