package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.blueprint.AlphaRamp;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.WeightFiles;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A layer in training as its host sees it: seeds by their records, weights by their ids. All but
 * {@link #measure} may be called from any thread.
 *
 * <p>Blueprints are blended linearly. IMMEDIATE grafts in full at once; every other strategy ramps
 * up as the options say.
 */
public final class TrainedKernel implements LayerKernel {

  private static final AlphaRamp AT_ONCE = new AlphaRamp(0);

  private final TrainedLayer layer;
  private final AlphaRamp gradual;
  private final Optional<WeightFiles> files;

  /**
   * What each seed has learned, as last offered for grafting: training goes on while the host makes
   * up its mind.
   */
  private final Map<Integer, Blueprint> offered = new ConcurrentHashMap<>();

  /** What is grafted, by id, where there are no files. */
  private final Map<String, Blueprint> kept = new ConcurrentHashMap<>();

  /**
   * @param files keeps the weights over a restart; without them every weight is gone with the
   *     process
   */
  public TrainedKernel(TrainedLayer layer, LearningOptions options, Optional<WeightFiles> files) {
    this.layer = layer;
    this.gradual = options.alphaRamp();
    this.files = files;
  }

  /** The layer itself. */
  public TrainedLayer layer() {
    return layer;
  }

  @Override
  public Map<String, Double> measured(int seedId) {
    return layer.seed(seedId).measured();
  }

  @Override
  public Optional<String> learnedBlueprint(int seedId) {
    SeedReading reading = layer.seed(seedId);
    if (reading.state() != SeedState.TRAINING) {
      return Optional.empty();
    }
    offered.put(seedId, reading.blueprint());
    return Optional.of(reading.blueprint().id());
  }

  @Override
  public void apply(Seed seed) {
    layer.request(
        new SeedAssignment(
            seed.id(),
            seed.state(),
            seed.epochsInState(),
            BlendStrategy.LINEAR,
            seed.strategy() == GraftingStrategy.IMMEDIATE ? AT_ONCE : gradual,
            blueprint(seed)));
  }

  /**
   * The weights that a seed names; without a name a seed in TRAINING starts afresh, and the others
   * need none.
   */
  private Blueprint blueprint(Seed seed) {
    String id = seed.blueprintId();
    if (id != null) {
      return find(seed.id(), id)
          .orElseThrow(() -> new IllegalStateException(missing(seed.id(), id)));
    }
    return seed.state() == SeedState.TRAINING
        ? layer.freshBlueprint(seed.id(), seed.revision().number())
        : Blueprint.identity(layer.layout().size(seed.id()));
  }

  @Override
  public void keepWeights(Seed seed) {
    String id = seed.blueprintId();
    if (id == null || find(seed.id(), id).isPresent()) {
      return;
    }
    Blueprint learned = offered.get(seed.id());
    if (learned == null || !learned.id().equals(id)) {
      throw new StoreFailure(missing(seed.id(), id));
    }
    files.ifPresent(store -> store.put(id, learned.scales(), learned.shifts()));
    if (files.isEmpty()) {
      kept.put(id, learned);
    }
  }

  @Override
  public boolean hasWeights(Seed seed) {
    String id = seed.blueprintId();
    return id != null && find(seed.id(), id).isPresent();
  }

  /** What was measured since the last time; on the training thread. */
  public LayerMeasurement measure() {
    LayerReading reading = layer.read();
    return new LayerMeasurement(
        reading.seeds().stream().map(SeedReading::state).toList(),
        reading.columns(),
        reading.layerMetrics());
  }

  /** The weights of an id, if they are kept and fit the seed's chunk. */
  private Optional<Blueprint> find(int seedId, String id) {
    if (!LayerId.isValid(id)) {
      return Optional.empty();
    }
    Optional<Blueprint> found =
        files.isPresent()
            ? files.get().get(id).map(TrainedKernel::blueprint)
            : Optional.ofNullable(kept.get(id));
    return found.filter(weights -> weights.features() == layer.layout().size(seedId));
  }

  private static Blueprint blueprint(float[] weights) {
    int features = weights.length / 2;
    return Blueprint.of(
        Arrays.copyOf(weights, features), Arrays.copyOfRange(weights, features, weights.length));
  }

  private String missing(int seedId, String id) {
    return "layer %s, seed %d: no weights \"%s\" that fit its chunk of %d features are kept here"
        .formatted(layer.layerId(), seedId, id, layer.layout().size(seedId));
  }
}
