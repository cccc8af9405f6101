package io.tamiyo.host.training;

import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.AlphaRules;

/**
 * How the seeds of a layer learn.
 *
 * @param kind what a seed learns that is not told to graft something else
 * @param blueprintRate of affine blueprints in TRAINING, share of a Newton step
 * @param moduleRate of modules in TRAINING: by how much a weight changes in a step at most, about
 * @param graftRate of grafts by the loss of the task: by how much a weight changes in a step at
 *     most, about (weights in units of the activations: times their size); 0 learns nothing
 * @param alphaRules how the alpha of a graft rises, by strategy
 * @param randomSeed the one source of all randomness: equal seeds give equal fresh blueprints
 */
public record LearningOptions(
    BlueprintKind kind,
    double blueprintRate,
    double moduleRate,
    double graftRate,
    AlphaRules alphaRules,
    long randomSeed) {

  /**
   * Both scale and shift, a tenth of a Newton step, 0.05 of modules, 0.02 of grafts, alpha over 50
   * training epochs.
   */
  public static final LearningOptions DEFAULTS =
      new LearningOptions(BlueprintKind.BOTH, 0.1, 0.05, 0.02, AlphaRules.over(50), 42);

  public LearningOptions {
    if (!(blueprintRate > 0 && blueprintRate < 1)) {
      throw new IllegalArgumentException(
          "blueprintRate is %s, not between 0 and 1".formatted(blueprintRate));
    }
    if (!(moduleRate > 0) || Double.isInfinite(moduleRate)) {
      throw new IllegalArgumentException("moduleRate is %s, not above 0".formatted(moduleRate));
    }
    if (!(graftRate >= 0) || Double.isInfinite(graftRate)) {
      throw new IllegalArgumentException("graftRate is %s, not 0 or more".formatted(graftRate));
    }
  }

  /** The same for another kind. */
  public LearningOptions withKind(BlueprintKind other) {
    return new LearningOptions(other, blueprintRate, moduleRate, graftRate, alphaRules, randomSeed);
  }

  /** The same with another rate of grafts. */
  public LearningOptions withGraftRate(double other) {
    return new LearningOptions(kind, blueprintRate, moduleRate, other, alphaRules, randomSeed);
  }

  /** The same with other alpha rules. */
  public LearningOptions withAlphaRules(AlphaRules other) {
    return new LearningOptions(kind, blueprintRate, moduleRate, graftRate, other, randomSeed);
  }

  /** The same with another source of randomness. */
  public LearningOptions withRandomSeed(long other) {
    return new LearningOptions(kind, blueprintRate, moduleRate, graftRate, alphaRules, other);
  }
}
