package io.tamiyo.host.training;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.checkpoint.SeedWeights;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.replica.ReplicaKernel;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.Unnamed;
import io.tamiyo.host.store.WeightFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A layer in training as its host sees it: seeds by their records, weights by their ids. Any thread
 * may call.
 *
 * <p>Blueprints are blended linearly. A blueprint id that is the name of a kind ({@code scale},
 * {@code shift}, {@code both}, {@code module}) stands for weights yet to be learned.
 */
public final class TrainedKernel implements LayerKernel, ReplicaKernel {

  /** Where live weights come from; a seed may have had several origins. */
  private record Source(int seedId, Revision origin) {

    static Source of(LiveWeights live) {
      return new Source(live.seedId(), live.origin());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TrainedKernel.class);

  private final TrainedLayer layer;
  private final LearningOptions options;
  private final Optional<WeightFiles> files;
  private final Optional<LiveFile> liveFile;

  /** What seeds had learned when they were last seen: in an earlier life, or in a checkpoint. */
  private final Map<Source, LiveWeights> found = new ConcurrentHashMap<>();

  /**
   * What each seed has learned, as last offered for grafting: training goes on while the host makes
   * up its mind.
   */
  private final Map<Integer, Blueprint> offered = new ConcurrentHashMap<>();

  /** What is grafted, by id, where there are no files. */
  private final Map<String, Blueprint> kept = new ConcurrentHashMap<>();

  private final Unnamed unnamed = new Unnamed();

  /**
   * @param files keeps the weights over a restart; without them every weight is gone with the
   *     process
   * @param liveFile keeps over a restart what they have become since
   */
  public TrainedKernel(
      TrainedLayer layer,
      LearningOptions options,
      Optional<WeightFiles> files,
      Optional<LiveFile> liveFile) {
    this.layer = layer;
    this.options = options;
    this.files = files;
    this.liveFile = liveFile;
    liveFile.ifPresent(this::recover);
  }

  /** Without them, seeds go on with the weights that they were grafted with. */
  private void recover(LiveFile file) {
    try {
      file.read().forEach(live -> found.put(Source.of(live), live));
    } catch (StoreFailure failure) {
      LOG.error("layer {}: {}", layer.layerId(), failure.getMessage());
    }
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
  public double alpha(int seedId) {
    return layer.seed(seedId).alpha();
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
    layer.request(assignment(seed));
  }

  private SeedAssignment assignment(Seed seed) {
    LiveWeights live = live(seed);
    return new SeedAssignment(
        seed.id(),
        seed.state(),
        seed.epochsInState(),
        BlendStrategy.LINEAR,
        options.alphaRules().of(seed.strategy()),
        live == null ? blueprint(seed) : live.blueprint(),
        live == null ? null : live.alpha(),
        seed.origin());
  }

  @Override
  public byte[] weights(Seed seed) {
    String id = seed.blueprintId();
    Optional<Blueprint> named = id == null ? Optional.empty() : find(seed.id(), id);
    return new SeedWeights(named, Optional.ofNullable(live(seed))).encoded();
  }

  @Override
  public Runnable ready(Seed seed, byte[] weights) {
    SeedWeights given = SeedWeights.decoded(weights);
    given.live().ifPresent(this::remember);
    return ready(seed, given);
  }

  /**
   * As {@link #ready(Seed, byte[])}, beside the host that decides: what seeds had learned was told
   * from here, and is known here as of later than what an earlier life of the host has told.
   */
  public Runnable readyHere(Seed seed, byte[] weights) {
    return ready(seed, SeedWeights.decoded(weights));
  }

  private Runnable ready(Seed seed, SeedWeights given) {
    String id = seed.blueprintId();
    if (id != null && given.named().isPresent() && find(seed.id(), id).isEmpty()) {
      keep(id, given.named().get());
    }
    SeedAssignment assignment = assignment(seed);
    return () -> layer.request(assignment);
  }

  private void remember(LiveWeights live) {
    found.keySet().removeIf(source -> source.seedId() == live.seedId());
    found.put(Source.of(live), live);
  }

  /** What a seed had learned when it was last seen, if that was since its origin. */
  private @Nullable LiveWeights live(Seed seed) {
    Revision origin = seed.origin();
    LiveWeights live = origin == null ? null : found.get(new Source(seed.id(), origin));
    boolean fits = live != null && live.blueprint().features() == layer.layout().size(seed.id());
    return fits ? live : null;
  }

  /**
   * The weights that a seed names. Without a name, or with that of a kind, a seed in TRAINING
   * starts afresh, and the others need none.
   */
  private Blueprint blueprint(Seed seed) {
    String id = seed.blueprintId();
    if (id != null && !isKind(seed, id)) {
      Optional<Blueprint> weights = find(seed.id(), id);
      if (weights.isPresent()) {
        return weights.get();
      }
      if (seed.state() != SeedState.ROLLED_BACK) {
        throw new IllegalStateException(missing(seed.id(), id));
      }
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
    keep(id, learned);
  }

  @Override
  public void disable(String why) {
    layer.disable();
  }

  @Override
  public long failures() {
    return layer.failures();
  }

  /**
   * Keeps what seeds have learned, for a restart.
   *
   * @param live of all seeds
   * @throws StoreFailure when it can't be written; what was kept before is there still
   */
  public void keepLive(List<LiveWeights> live) {
    liveFile.ifPresent(file -> file.write(live));
  }

  /** The blueprints that seeds name, by id, as far as they are kept. */
  public Map<String, Blueprint> kept(SeedTable seeds) {
    Map<String, Blueprint> named = new TreeMap<>();
    for (Seed seed : seeds.seeds()) {
      String id = seed.blueprintId();
      if (id != null) {
        find(seed.id(), id).ifPresent(weights -> named.put(id, weights));
      }
    }
    return named;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The live weights of the present life stay in the file beside those of the next one: should
   * the record of the next life never come, they are still needed.
   */
  @Override
  public void prepare(LayerCheckpoint checkpoint) {
    checkpoint.kept().forEach(this::keep);
    List<LiveWeights> live = new ArrayList<>(liveFile.map(LiveFile::read).orElse(List.of()));
    live.addAll(checkpoint.live());
    keepLive(live);
    found.clear();
    checkpoint.live().forEach(weights -> found.put(Source.of(weights), weights));
  }

  private void keep(String id, Blueprint weights) {
    files.ifPresent(store -> store.put(id, weights));
    if (files.isEmpty()) {
      kept.put(id, weights);
    }
  }

  /** Lets go what is kept in memory and named neither now nor at the last call. */
  public void retain(Set<String> named) {
    kept.keySet().removeAll(unnamed.next(kept.keySet(), named));
  }

  @Override
  public boolean hasWeights(Seed seed) {
    String id = seed.blueprintId();
    return id != null && (isKind(seed, id) || find(seed.id(), id).isPresent());
  }

  /** The oldest of what was measured and not taken yet; empty if there is nothing. */
  public Optional<LayerMeasurement> take() {
    return layer
        .take()
        .map(
            reading ->
                new LayerMeasurement(
                    reading.seeds().stream().map(SeedReading::state).toList(),
                    reading.columns(),
                    reading.layerMetrics()));
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
