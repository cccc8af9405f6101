package io.tamiyo.host.training;

import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintFit;
import io.tamiyo.host.blueprint.BlueprintLearner;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.kernel.Reconstruction;
import java.util.OptionalDouble;

/**
 * What a seed does in TRAINING: its blueprint learns to reproduce the chunk. Each step gives the
 * reconstruction loss before it; unknown, and no step taken, where that is not finite.
 */
sealed interface ChunkFit {

  /** A fit from where a blueprint begins. */
  static ChunkFit of(Blueprint start, LearningOptions options) {
    return start.kind().isAffine()
        ? new Affine(new BlueprintFit(start, options.blueprintRate()))
        : new Module(new BlueprintLearner(start, options.moduleRate()));
  }

  /** The weights reached so far. */
  Blueprint blueprint();

  /** Whether the engine's gradients are needed. */
  default boolean isModule() {
    return false;
  }

  /**
   * Learns what can be learned from the sums of a batch.
   *
   * @param start the first feature of the chunk
   */
  default OptionalDouble observe(FeatureSums sums, int start) {
    return OptionalDouble.empty();
  }

  /**
   * Learns what can be learned from the engine's gradients.
   *
   * @param size root mean square of the chunk
   */
  default OptionalDouble step(Reconstruction result, double size) {
    return OptionalDouble.empty();
  }

  /** The sums of the forward pass are enough. */
  record Affine(BlueprintFit fit) implements ChunkFit {
    @Override
    public Blueprint blueprint() {
      return fit.blueprint();
    }

    @Override
    public OptionalDouble observe(FeatureSums sums, int start) {
      return fit.step(sums, start);
    }
  }

  /** The engine computes the gradients after the step. */
  record Module(BlueprintLearner learner) implements ChunkFit {
    @Override
    public Blueprint blueprint() {
      return learner.blueprint();
    }

    @Override
    public boolean isModule() {
      return true;
    }

    @Override
    public OptionalDouble step(Reconstruction result, double size) {
      boolean stepped = Double.isFinite(result.loss()) && learner.step(result.gradient(), size, 1);
      return stepped ? OptionalDouble.of(result.loss()) : OptionalDouble.empty();
    }
  }
}
