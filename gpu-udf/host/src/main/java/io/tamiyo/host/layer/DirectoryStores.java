package io.tamiyo.host.layer;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.host.checkpoint.CheckpointDirectory;
import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.spool.SpoolOptions;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreDirectory;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.store.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A directory of one host: its layers' logs, weights, live weights and checkpoints. */
final class DirectoryStores implements HostStores {

  private static final String LIVE = "live";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String SPOOL = "spool";

  private final Path path;
  private final StoreOptions options;
  private final StoreDirectory directory;
  private final WeightFiles weights;
  private final CheckpointStore checkpoints;
  private final List<LayerStore> layers = new ArrayList<>();

  DirectoryStores(Path path, StoreOptions options) {
    this.path = path;
    this.options = options;
    this.directory = StoreDirectory.open(path, options);
    this.weights = directory.weights();
    this.checkpoints =
        new CheckpointDirectory(path.resolve(CHECKPOINTS), CheckpointStore.KEPT, options.sync());
  }

  @Override
  public LayerStore layer(String layerId) {
    LayerStore layer = directory.layer(layerId);
    layers.add(layer);
    return layer;
  }

  @Override
  public String hostId(String proposed) {
    return directory.hostId(proposed);
  }

  @Override
  public Optional<WeightFiles> weights() {
    return Optional.of(weights);
  }

  @Override
  public boolean hasOtherLayers() {
    return directory.logs() > layers.size();
  }

  @Override
  public Optional<LiveFile> live(String layerId) {
    return Optional.of(
        new LiveFile(path.resolve(LIVE).resolve(LayerId.require(layerId)), options.sync()));
  }

  @Override
  public Optional<Spool> spool(long maxBytes) {
    if (maxBytes == 0) {
      return Optional.empty();
    }
    Path spool = path.resolve(SPOOL);
    try {
      return Optional.of(Spool.open(spool, SpoolOptions.of(maxBytes, options.sync())));
    } catch (IOException e) {
      throw new StoreFailure(
          "can't use %s: %s; give a store that can be written".formatted(spool, e), e);
    }
  }

  @Override
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  /** {@inheritDoc} The logs too, of which a host that could not be opened knows nothing. */
  @Override
  public void close() {
    try {
      layers.forEach(LayerStore::close);
    } finally {
      directory.close();
    }
  }
}
