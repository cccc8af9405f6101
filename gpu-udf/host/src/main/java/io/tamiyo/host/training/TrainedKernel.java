package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.WeightFiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A layer in training as its host sees it: seeds by their records, weights by their ids. All but
 * {@link #measure} may be called from any thread.
 *
 * <p>Blueprints are blended linearly. A blueprint id that is the name of a kind ({@code scale},
 * {@code shift}, {@code both}, {@code module}) stands for weights yet to be learned.
 */
public final class TrainedKernel implements LayerKernel {

  private final TrainedLayer layer;
  private final LearningOptions options;
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
    this.options = options;
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
            options.alphaRules().of(seed.strategy()),
            blueprint(seed)));
  }

  /**
   * The weights that a seed names. Without a name, or with that of a kind, a seed in TRAINING
   * starts afresh, and the others need none.
   */
  private Blueprint blueprint(Seed seed) {
    String id = seed.blueprintId();
    if (id != null && !isKind(seed, id)) {
      return find(seed.id(), id)
          .orElseThrow(() -> new IllegalStateException(missing(seed.id(), id)));
    }
    BlueprintKind kind =
        id == null ? options.kind() : BlueprintKind.named(id).orElse(options.kind());
    return seed.state() == SeedState.TRAINING
        ? layer.freshBlueprint(kind, seed.id(), seed.revision().number())
        : Blueprint.identity(layer.layout().size(seed.id()));
  }

  /** Whether a seed is told what to learn, and not yet what to graft. */
  private static boolean isKind(Seed seed, String id) {
    return BlueprintKind.named(id).isPresent()
        && switch (seed.state()) {
          case DORMANT, GERMINATED, TRAINING -> true;
          case GRAFTING,
              STABILIZATION,
              EVALUATING,
              FINE_TUNING,
              FOSSILIZED,
              CULLED,
              CANCELLED,
              ROLLED_BACK ->
              false;
        };
  }

  @Override
  public void keepWeights(Seed seed) {
    String id = seed.blueprintId();
    if (id == null || isKind(seed, id) || find(seed.id(), id).isPresent()) {
      return;
    }
    Blueprint learned = offered.get(seed.id());
    if (learned == null || !learned.id().equals(id)) {
      throw new StoreFailure(missing(seed.id(), id));
    }
    files.ifPresent(store -> store.put(id, learned));
    if (files.isEmpty()) {
      kept.put(id, learned);
    }
  }

  @Override
  public boolean hasWeights(Seed seed) {
    String id = seed.blueprintId();
    return id != null && (isKind(seed, id) || find(seed.id(), id).isPresent());
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
        files.isPresent() ? files.get().get(id) : Optional.ofNullable(kept.get(id));
    return found.filter(weights -> weights.features() == layer.layout().size(seedId));
  }

  private String missing(int seedId, String id) {
    return "layer %s, seed %d: no weights \"%s\" that fit its chunk of %d features are kept here"
        .formatted(layer.layerId(), seedId, id, layer.layout().size(seedId));
  }
}
