package io.tamiyo.host.training;

import io.tamiyo.host.blueprint.AlphaRamp;

/**
 * How the seeds of a layer learn.
 *
 * @param blueprintRate of the blueprints, share of a Newton step
 * @param alphaRamp how a graft's alpha rises over the training epochs in GRAFTING
 * @param randomSeed the one source of all randomness: equal seeds give equal fresh blueprints
 */
public record LearningOptions(double blueprintRate, AlphaRamp alphaRamp, long randomSeed) {

  /** A tenth of a Newton step, a ramp of 50 training epochs. */
  public static final LearningOptions DEFAULTS = new LearningOptions(0.1, new AlphaRamp(50), 42);

  public LearningOptions {
    if (!(blueprintRate > 0 && blueprintRate < 1)) {
      throw new IllegalArgumentException(
          "blueprintRate is %s, not between 0 and 1".formatted(blueprintRate));
    }
  }

  /** The same with another ramp. */
  public LearningOptions withAlphaRamp(AlphaRamp other) {
    return new LearningOptions(blueprintRate, other, randomSeed);
  }

  /** The same with another source of randomness. */
  public LearningOptions withRandomSeed(long other) {
    return new LearningOptions(blueprintRate, alphaRamp, other);
  }
}
