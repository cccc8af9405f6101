package io.tamiyo.host.grafting;

import io.tamiyo.contracts.message.GraftingStrategy;

/**
 * Which rule each of the documents' strategies stands for, at one pace.
 *
 * <ul>
 *   <li>immediate: 1 at once;
 *   <li>gradual: {@link LinearRamp};
 *   <li>conditional: {@link DriftControlledRamp}, on the condition that the weights are at rest;
 *   <li>adaptive: {@link MomentumRamp}, as fast as the graft helps;
 *   <li>safe: {@link StabilityRamp}, the one that takes a step back.
 * </ul>
 *
 * @param epochs training epochs from 0 to 1 where nothing holds a graft up or drives it on
 * @param driftThreshold relative drift above which conditional waits
 * @param momentum of adaptive, 0 to 1, 1 excluded
 * @param gain of adaptive: velocity by a performance delta of 1
 * @param leastStability by which safe goes on
 */
public record AlphaRules(
    int epochs, double driftThreshold, double momentum, double gain, double leastStability) {

  /**
   * The defaults: a drift of 5 %, momentum 0.9, a gain of 10 (a graft that adds a point in a
   * hundred doubles its pace in the long run), and the stability that EVALUATING asks for.
   *
   * @param epochs training epochs from 0 to 1
   */
  public static AlphaRules over(int epochs) {
    return new AlphaRules(epochs, 0.05, 0.9, 10, 0.8);
  }

  public AlphaRules {
    for (GraftingStrategy strategy : GraftingStrategy.values()) {
      rule(strategy, epochs, driftThreshold, momentum, gain, leastStability);
    }
  }

  /** The rule of a strategy. */
  public AlphaRule of(GraftingStrategy strategy) {
    return rule(strategy, epochs, driftThreshold, momentum, gain, leastStability);
  }

  private static AlphaRule rule(
      GraftingStrategy strategy,
      int epochs,
      double driftThreshold,
      double momentum,
      double gain,
      double leastStability) {
    LinearRamp ramp = new LinearRamp(epochs);
    return switch (strategy) {
      case IMMEDIATE -> new LinearRamp(0);
      case GRADUAL -> ramp;
      case CONDITIONAL -> new DriftControlledRamp(ramp, driftThreshold);
      case ADAPTIVE -> new MomentumRamp(ramp, momentum, gain);
      case SAFE -> new StabilityRamp(ramp, leastStability);
    };
  }
}
