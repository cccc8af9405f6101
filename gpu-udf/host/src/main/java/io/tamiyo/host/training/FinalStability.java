package io.tamiyo.host.training;

import java.util.OptionalDouble;

/**
 * final_stability: as {@link StabilityScore}, over all steps since the seed entered FINE_TUNING; no
 * unit, 0 to 1. Unknown before {@value StabilityScore#STEPS} steps, since two equal losses would
 * pass for perfect stability.
 */
final class FinalStability {

  private LossSpread spread = new LossSpread();

  void add(double loss) {
    spread.add(loss);
  }

  void clear() {
    spread = new LossSpread();
  }

  OptionalDouble value() {
    if (spread.count() < StabilityScore.STEPS) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(spread.stability());
  }
}
