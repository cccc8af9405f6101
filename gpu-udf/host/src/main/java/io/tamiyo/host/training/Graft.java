package io.tamiyo.host.training;

import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintLearner;
import io.tamiyo.host.grafting.AlphaRule;
import io.tamiyo.host.grafting.AlphaState;
import io.tamiyo.host.grafting.Observation;
import io.tamiyo.host.grafting.WeightDrift;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.kernel.LayerGradient;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One graft of a seed in the course of its life: how strongly it counts, and what it has learned
 * from the loss of the task since it was grafted.
 */
final class Graft {

  private final int seed;
  private final @Nullable BlueprintLearner learner;
  private final WeightDrift drift = new WeightDrift();
  private Blueprint blueprint;
  private AlphaState alpha;

  /**
   * @param start its weights and alpha
   * @param rate of learning; 0 learns nothing
   */
  Graft(SeedAssignment start, double rate) {
    seed = start.seed();
    blueprint = start.blueprint();
    alpha = start.startingAlpha();
    learner = rate > 0 ? new BlueprintLearner(blueprint, rate) : null;
  }

  /** The weights reached so far. */
  Blueprint blueprint() {
    return blueprint;
  }

  AlphaState alphaState() {
    return alpha;
  }

  double alpha() {
    return alpha.alpha();
  }

  /**
   * Takes a step down the loss of the task. By the chain rule through {@code A = alpha·full(s) + 1
   * − alpha} and {@code B = alpha·full(t)}, dL/ds is dL/dA times alpha times the slope of the
   * blend's full scale, and dL/dt likewise; the engine has done so for modules. Since the optimizer
   * makes steps of one size out of gradients of any, alpha is also the share of the rate: a graft
   * that hardly counts yet shall not run away to make up for it.
   *
   * @param start the first feature of the chunk
   * @param size root mean square of the activations that entered it
   * @return whether the weights have changed
   */
  boolean learn(LayerGradient gradient, int start, double size, BlendStrategy strategy) {
    BlueprintLearner learning = learner;
    if (learning == null) {
      return false;
    }
    double[] slopes = slopes(gradient, start, strategy);
    if (slopes == null) {
      return false;
    }
    boolean moved = learning.step(slopes, size, alpha.alpha());
    if (moved) {
      blueprint = learning.blueprint();
    }
    return moved;
  }

  private double @Nullable [] slopes(LayerGradient gradient, int start, BlendStrategy strategy) {
    if (!blueprint.kind().isAffine()) {
      return gradient.modules().get(seed);
    }
    double byScale = alpha.alpha() * strategy.scaleSlope();
    double byShift = alpha.alpha() * strategy.shiftSlope();
    return blueprint
        .kind()
        .gradient(
            blueprint.features(),
            i -> byScale * gradient.byScale()[start + i],
            i -> byShift * gradient.byShift()[start + i]);
  }

  /** Lets alpha go on by its rule. */
  void endEpoch(AlphaRule rule, OptionalDouble performanceDelta, OptionalDouble stability) {
    OptionalDouble drifted = drift.observe(blueprint.weights());
    alpha = rule.next(alpha, new Observation(drifted, performanceDelta, stability));
  }
}
