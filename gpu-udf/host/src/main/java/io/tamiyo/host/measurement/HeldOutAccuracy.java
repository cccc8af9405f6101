package io.tamiyo.host.measurement;

import java.util.OptionalDouble;

/**
 * accuracy: the share of held-out examples that the network gets right, 0 to 1, with all seeds as
 * they are, at the last evaluation; of an active seed the same, while it is active. Unknown before
 * the first evaluation, and where the training loop has none.
 *
 * <p>Sampled after a training epoch, as far as the {@link EvaluationBudget} goes; costs one
 * evaluation of the network, for all layers and seeds together.
 */
public final class HeldOutAccuracy {

  private OptionalDouble latest = OptionalDouble.empty();

  /** An evaluation has found this share, 0 to 1. */
  public void measured(double accuracy) {
    latest = OptionalDouble.of(accuracy);
  }

  public OptionalDouble value() {
    return latest;
  }
}
