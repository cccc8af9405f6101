package io.tamiyo.host.training;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.grafting.AlphaRule;
import io.tamiyo.host.grafting.AlphaState;
import io.tamiyo.host.kernel.BlendStrategy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a seed is from now on, in full, so that a restart and a rollback are changes like any other.
 * The one exception is a graft that goes on in its next state: a seed that goes from one grafted
 * state to a later one with the same blueprint keeps what it has learned since, and its alpha.
 *
 * @param seed which one
 * @param state decides what the seed does: TRAINING fits the blueprint to its chunk, GRAFTING lets
 *     alpha rise, GRAFTING to FINE_TUNING learn from the loss of the task, FOSSILIZED holds what
 *     was reached, in all others the chunk passes through
 * @param epochsInState training epochs that the seed has already spent in the state; above 0 after
 *     a restart
 * @param strategy how the blueprint is blended in; a module is blended linearly
 * @param rule how alpha rises
 * @param blueprint the weights to start from (TRAINING) or to graft
 * @param alpha where the graft stands, for a graft that is put back; null where it begins, or
 *     follows from the state, the epochs and the rule
 * @param origin since when the seed has these weights, {@link io.tamiyo.host.seeds.Seed#origin};
 *     null where nobody counts
 */
public record SeedAssignment(
    int seed,
    SeedState state,
    int epochsInState,
    BlendStrategy strategy,
    AlphaRule rule,
    Blueprint blueprint,
    @Nullable AlphaState alpha,
    @Nullable Revision origin) {

  public SeedAssignment {
    if (epochsInState < 0) {
      throw new IllegalArgumentException(
          "epochsInState of seed %d is negative: %d".formatted(seed, epochsInState));
    }
  }

  /** A seed whose alpha follows from the rest. */
  public SeedAssignment(
      int seed,
      SeedState state,
      int epochsInState,
      BlendStrategy strategy,
      AlphaRule rule,
      Blueprint blueprint) {
    this(seed, state, epochsInState, strategy, rule, blueprint, null, null);
  }

  /** Where alpha stands at first: in GRAFTING as far as the rule goes by itself, later in full. */
  AlphaState startingAlpha() {
    if (alpha != null) {
      return alpha;
    }
    if (state == SeedState.GRAFTING) {
      return rule.after(epochsInState);
    }
    return isGrafted() ? AlphaState.FULL : AlphaState.ZERO;
  }

  /** Whether the seed changes what its chunk carries. */
  boolean isGrafted() {
    return state.isGrafted();
  }

  /**
   * Whether this is a later state of the graft of an earlier assignment: one of the same origin, or
   * where nobody counts, of the same blueprint.
   */
  boolean continues(SeedAssignment earlier) {
    if (!isGrafted() || !earlier.isGrafted()) {
      return false;
    }
    if (origin != null || earlier.origin != null) {
      return Objects.equals(origin, earlier.origin);
    }
    return alpha == null
        && state.code() > earlier.state.code()
        && blueprint.equals(earlier.blueprint);
  }
}
