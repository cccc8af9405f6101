package io.tamiyo.host;

import static io.tamiyo.host.TrainingUnderKill.FEATURES;
import static io.tamiyo.host.TrainingUnderKill.LAYER;
import static io.tamiyo.host.TrainingUnderKill.SEEDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.checkpoint.CheckpointDirectory;
import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.commands.LayerState;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreDirectory;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.store.WeightFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a killed host has left in its store, held against what was there after the kill before. */
final class KilledStore {

  private static final ChunkLayout LAYOUT = new ChunkLayout(FEATURES, SEEDS);

  private final Path path;
  private List<Revision> revisions = List.of();
  private int stores;
  private int grafts;
  private int living;
  private int checkpoints;
  private int lives;

  KilledStore(Path path) {
    this.path = path;
  }

  /** Fails where state and weights do not belong together. */
  void check() {
    try (StoreDirectory directory = StoreDirectory.open(path, StoreOptions.DEFAULTS);
        LayerStore store = directory.layer(LAYER)) {
      LayerState state = store.recover().orElseThrow();
      checkRevisions(state.seeds().seeds().stream().map(Seed::revision).toList());
      List<LiveWeights> live = new LiveFile(path.resolve("live").resolve(LAYER), false).read();
      for (Seed seed : state.seeds().seeds()) {
        checkWeights(seed, directory.weights(), live);
      }
      stores++;
    }
    checkCheckpoints();
  }

  private void checkRevisions(List<Revision> found) {
    for (int seed = 0; seed < revisions.size(); seed++) {
      assertThat(found.get(seed)).isGreaterThanOrEqualTo(revisions.get(seed));
    }
    boolean rewound =
        !revisions.isEmpty() && found.get(0).hostEpoch() > revisions.get(0).hostEpoch();
    lives += rewound ? 1 : 0;
    revisions = found;
  }

  private void checkWeights(Seed seed, WeightFiles files, List<LiveWeights> live) {
    String id = seed.blueprintId();
    boolean isGrafted = seed.origin() != null && seed.state() != SeedState.TRAINING;
    assertThat(isGrafted && id == null).as("%s has no weights", seed).isFalse();
    if (id != null) {
      Blueprint weights = files.get(id).orElseThrow();
      checkNamed(seed, id, weights);
      grafts++;
    }
    for (LiveWeights learned : live) {
      if (learned.seedId() == seed.id() && learned.origin().equals(seed.origin())) {
        checkFits(seed, learned.blueprint());
        living++;
      }
    }
  }

  private static void checkNamed(Seed seed, String id, Blueprint weights) {
    assertThat(weights.id()).isEqualTo(id);
    checkFits(seed, weights);
  }

  private static void checkFits(Seed seed, Blueprint weights) {
    assertThat(weights.features()).isEqualTo(LAYOUT.size(seed.id()));
  }

  private void checkCheckpoints() {
    CheckpointStore kept =
        new CheckpointDirectory(path.resolve("checkpoints"), CheckpointStore.KEPT, false);
    List<String> ids = new ArrayList<>(kept.ids());
    assertThat(ids).hasSizeLessThanOrEqualTo(CheckpointStore.KEPT);
    for (String id : ids) {
      Map<String, LayerCheckpoint> layers = kept.get(id);
      LayerCheckpoint layer = Objects.requireNonNull(layers.get(LAYER));
      assertThat(layer.features()).isEqualTo(FEATURES);
      for (Seed seed : layer.seeds().seeds()) {
        String named = seed.blueprintId();
        if (named != null) {
          checkNamed(seed, named, Objects.requireNonNull(layer.kept().get(named)));
        }
      }
      layer.live().forEach(live -> checkFits(layer.seeds().seed(live.seedId()), live.blueprint()));
      checkpoints++;
    }
  }

  @Override
  public String toString() {
    return ("%d stores held %d named and %d live weights and %d checkpoints, none of them torn;"
            + " %d times another life was found")
        .formatted(stores, grafts, living, checkpoints, lives);
  }
}
