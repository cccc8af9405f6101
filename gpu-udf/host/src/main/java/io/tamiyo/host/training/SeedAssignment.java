package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.AlphaRamp;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.BlendStrategy;

/**
 * What a seed is from now on, in full: nothing of what it was before is needed to apply it, so a
 * restart and a rollback are changes like any other.
 *
 * @param seed which one
 * @param state decides what the seed does: TRAINING fits the blueprint, GRAFTING ramps it in,
 *     STABILIZATION to FOSSILIZED hold it in full, in all others the chunk passes through
 * @param epochsInState training epochs that the seed has already spent in the state; above 0 after
 *     a restart
 * @param strategy how the blueprint is blended in
 * @param ramp how alpha rises in GRAFTING
 * @param blueprint the weights to start from (TRAINING) or to graft
 */
public record SeedAssignment(
    int seed,
    SeedState state,
    int epochsInState,
    BlendStrategy strategy,
    AlphaRamp ramp,
    Blueprint blueprint) {

  public SeedAssignment {
    if (epochsInState < 0) {
      throw new IllegalArgumentException(
          "epochsInState of seed %d is negative: %d".formatted(seed, epochsInState));
    }
  }
}
