package io.tamiyo.host.training;

import java.util.OptionalDouble;

/**
 * performance_delta of a seed: held-out accuracy with the seed at its alpha minus the same at alpha
 * 0, both on one batch with all else equal; a share of points, −1 to 1. Unknown until it was
 * measured in the state that the seed is in.
 */
final class PerformanceDelta {

  private OptionalDouble latest = OptionalDouble.empty();

  void measured(double accuracyAtAlpha, double accuracyAtZero) {
    latest = OptionalDouble.of(accuracyAtAlpha - accuracyAtZero);
  }

  void clear() {
    latest = OptionalDouble.empty();
  }

  OptionalDouble value() {
    return latest;
  }
}
