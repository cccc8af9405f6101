package io.tamiyo.host;

import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintStore;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.training.SeedAssignment;
import io.tamiyo.host.training.TrainedLayer;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A trained layer as its host commands it. A seed that begins TRAINING starts from fresh weights; a
 * seed that begins to graft takes those that it had when the command was decided, by their id.
 */
final class SpiralKernel implements LayerKernel {

  private final TrainedLayer layer;
  private final Optional<BlueprintStore> store;
  private final Map<Integer, Blueprint> offered = new ConcurrentHashMap<>();

  /**
   * @param store keeps weights beyond the process, if there is one
   */
  SpiralKernel(TrainedLayer layer, Optional<BlueprintStore> store) {
    this.layer = layer;
    this.store = store;
  }

  @Override
  public void apply(Seed seed) {
    layer.request(
        new SeedAssignment(
            seed.id(), seed.state(), seed.epochsInState(), BlendStrategy.LINEAR, weights(seed)));
  }

  private Blueprint weights(Seed seed) {
    Blueprint nothing = Blueprint.identity(layer.layout().size(seed.id()));
    return switch (seed.state()) {
      case TRAINING -> layer.freshBlueprint(seed.id(), seed.revision().number());
      case GRAFTING, STABILIZATION, EVALUATING, FINE_TUNING, FOSSILIZED ->
          find(seed).orElse(nothing);
      case DORMANT, GERMINATED, CULLED, CANCELLED, ROLLED_BACK -> nothing;
    };
  }

  private Optional<Blueprint> find(Seed seed) {
    String id = seed.blueprintId();
    if (id == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(offered.get(seed.id()))
        .filter(weights -> weights.id().equals(id))
        .or(() -> store.flatMap(kept -> kept.find(id)))
        .filter(weights -> weights.features() == layer.layout().size(seed.id()));
  }

  @Override
  public void keepWeights(Seed seed) {
    Optional<Blueprint> weights = find(seed);
    if (store.isEmpty() || weights.isEmpty()) {
      return;
    }
    try {
      store.get().keep(weights.get());
    } catch (UncheckedIOException failure) {
      throw new StoreFailure(String.valueOf(failure.getMessage()), failure);
    }
  }

  @Override
  public boolean hasWeights(Seed seed) {
    return find(seed).isPresent();
  }

  @Override
  public Map<String, Double> measured(int seedId) {
    return layer.seed(seedId).measured();
  }

  @Override
  public Optional<String> learnedBlueprint(int seedId) {
    Blueprint learned = layer.seed(seedId).blueprint();
    offered.put(seedId, learned);
    return Optional.of(learned.id());
  }
}
