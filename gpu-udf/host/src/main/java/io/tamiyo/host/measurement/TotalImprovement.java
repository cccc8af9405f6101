package io.tamiyo.host.measurement;

import io.tamiyo.contracts.lifecycle.SeedState;
import java.util.OptionalDouble;

/**
 * total_improvement of a seed: its performance delta as last measured in FINE_TUNING; a share of
 * examples, −1 to 1. The seed leaves FINE_TUNING by this value, so the last one is the one at the
 * end. Unknown in every other state.
 *
 * <p>Sampled and paid for as {@link PerformanceDelta}.
 */
public final class TotalImprovement {

  private TotalImprovement() {}

  public static OptionalDouble of(SeedState state, PerformanceDelta delta) {
    return state == SeedState.FINE_TUNING ? delta.value() : OptionalDouble.empty();
  }
}
