package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/**
 * performance_delta of a seed: held-out accuracy with the seed at its alpha minus the same at alpha
 * 0, both on one batch with all else equal; a share of examples, −1 to 1. Unknown until it was
 * measured in the state that the seed is in.
 *
 * <p>Sampled after a training epoch, a few seeds at a time ({@link DeltaRotation}) as far as the
 * {@link EvaluationBudget} goes; costs one evaluation a seed, beside the one that all share.
 */
public final class PerformanceDelta {

  private OptionalDouble latest = OptionalDouble.empty();

  public void measured(double accuracyAtAlpha, double accuracyAtZero) {
    latest = OptionalDouble.of(accuracyAtAlpha - accuracyAtZero);
  }

  public void clear() {
    latest = OptionalDouble.empty();
  }

  public OptionalDouble value() {
    return latest;
  }
}
