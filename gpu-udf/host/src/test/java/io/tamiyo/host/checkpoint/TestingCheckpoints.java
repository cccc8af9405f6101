package io.tamiyo.host.checkpoint;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.AlphaState;
import io.tamiyo.host.seeds.BlueprintTrial;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Checkpoints of layers with seeds in every state. */
final class TestingCheckpoints {

  private static final int FEATURES = 24;

  private TestingCheckpoints() {}

  /** Eleven seeds of two features, but for two of three. */
  static LayerCheckpoint random(String layerId, SplittableRandom random) {
    List<Seed> seeds = new ArrayList<>();
    List<LiveWeights> live = new ArrayList<>();
    Map<String, Blueprint> kept = new HashMap<>();
    for (SeedState state : SeedState.values()) {
      int id = seeds.size();
      boolean grafted = state == SeedState.GRAFTING || state == SeedState.FOSSILIZED;
      Revision origin = grafted ? new Revision(7, random.nextLong(100)) : null;
      Blueprint blueprint = Blueprint.random(BlueprintKind.BOTH, 2, random);
      Revision revision = new Revision(7, 100 + random.nextLong(100));
      seeds.add(
          new Seed(
              id,
              state,
              revision,
              random.nextInt(50),
              grafted ? blueprint.id() : null,
              id % 2 == 0 ? GraftingStrategy.GRADUAL : GraftingStrategy.SAFE,
              origin,
              id % 2 == 1 ? new BlueprintTrial(Map.of("accuracy", id / 16.0), id > 4) : null));
      if (origin != null) {
        kept.put(blueprint.id(), blueprint);
        BlueprintKind kind =
            state == SeedState.GRAFTING ? BlueprintKind.MODULE : BlueprintKind.SCALE;
        AlphaState alpha = new AlphaState(random.nextDouble(), 0.5, random.nextDouble(), 2);
        live.add(new LiveWeights(id, origin, Blueprint.random(kind, 2, random), alpha));
      }
    }
    SeedTable table = new SeedTable(layerId, seeds);
    return new LayerCheckpoint(FEATURES, random.nextLong(99), 12, table, live, kept);
  }
}
