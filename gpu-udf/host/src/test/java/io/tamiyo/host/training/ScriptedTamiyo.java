package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.BlendStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Tamiyo's standard policy does to a layer, without a job: it stops what harms, advances what
 * may advance, and wakes the seeds with the least ids while too many are dormant.
 */
final class ScriptedTamiyo {

  /** The share of a layer that may stay dormant, as in the policy's defaults. */
  private static final double DORMANCY_THRESHOLD = 0.5;

  private final TrainedLayer layer;
  private final LearningOptions options;
  private final GraftingStrategy strategy;
  private final boolean mayGraft;
  private final LifecycleRules rules = LifecycleRules.DEFAULTS;
  private final Map<Integer, Blueprint> grafted = new HashMap<>();
  private int attempts;

  /**
   * @param mayGraft whether a seed may ever leave TRAINING
   */
  ScriptedTamiyo(
      TrainedLayer layer, LearningOptions options, GraftingStrategy strategy, boolean mayGraft) {
    this.layer = layer;
    this.options = options;
    this.strategy = strategy;
    this.mayGraft = mayGraft;
  }

  /** Decides by what was measured in the epoch that has ended. */
  void decide() {
    List<SeedReading> readings = layer.read().seeds();
    List<Integer> dormant = new ArrayList<>();
    for (SeedReading reading : readings) {
      if (reading.state() == SeedState.DORMANT) {
        dormant.add(reading.seed());
      } else {
        decide(reading);
      }
    }
    int surplus = dormant.size() - (int) Math.floor(DORMANCY_THRESHOLD * readings.size());
    dormant.stream().limit(Math.max(0, surplus)).forEach(this::wake);
  }

  private void wake(int seed) {
    enter(seed, SeedState.GERMINATED, Blueprint.identity(layer.layout().size(seed)));
  }

  private void decide(SeedReading reading) {
    SeedState state = reading.state();
    if (state.isActive() && rules.isCauseToStop(state, reading.metrics())) {
      SeedState stop =
          rules.table().allows(state, SeedState.CULLED) ? SeedState.CULLED : SeedState.ROLLED_BACK;
      enterIfAllowed(reading, stop);
      return;
    }
    if (state.isActive()) {
      enterIfAllowed(reading, SeedState.ofCode(state.code() + 1).orElseThrow());
    } else if (state.isEmbargoed()) {
      enterIfAllowed(reading, SeedState.DORMANT);
    }
  }

  private void enterIfAllowed(SeedReading reading, SeedState next) {
    Metrics metrics = reading.metrics();
    if (next == SeedState.GRAFTING && !mayGraft) {
      return;
    }
    if (rules.permits(reading.state(), next, reading.epochsInState(), metrics)) {
      enter(reading.seed(), next, weights(reading, next));
    }
  }

  private Blueprint weights(SeedReading reading, SeedState next) {
    int seed = reading.seed();
    if (next == SeedState.TRAINING) {
      return layer.freshBlueprint(options.kind(), seed, ++attempts);
    }
    if (next == SeedState.GRAFTING) {
      grafted.put(seed, reading.blueprint());
    }
    return next.isActive() || next == SeedState.FOSSILIZED
        ? grafted.getOrDefault(seed, reading.blueprint())
        : Blueprint.identity(layer.layout().size(seed));
  }

  private void enter(int seed, SeedState state, Blueprint weights) {
    layer.request(
        new SeedAssignment(
            seed, state, 0, BlendStrategy.LINEAR, options.alphaRules().of(strategy), weights));
  }
}
