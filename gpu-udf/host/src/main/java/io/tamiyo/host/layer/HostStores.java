package io.tamiyo.host.layer;

import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreDirectory;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.store.TransientLayerStore;
import io.tamiyo.host.store.WeightFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Where a host keeps what shall survive it, if anywhere. */
public final class HostStores implements AutoCloseable {

  private final Optional<StoreDirectory> directory;

  private HostStores(Optional<StoreDirectory> directory) {
    this.directory = directory;
  }

  /** Nothing survives the host. */
  public static HostStores none() {
    return new HostStores(Optional.empty());
  }

  /**
   * A directory, held by this host alone.
   *
   * @throws StoreFailure when another host holds it, or it can't be used
   */
  public static HostStores in(Path directory, StoreOptions options) {
    return new HostStores(Optional.of(StoreDirectory.open(directory, options)));
  }

  /** The store of a layer. */
  LayerStore layer(String layerId) {
    return directory.isPresent() ? directory.get().layer(layerId) : new TransientLayerStore();
  }

  /** The name of the host. */
  String hostId(String proposed) {
    return directory.isPresent() ? directory.get().hostId(proposed) : proposed;
  }

  /** Where the weights of grafts are kept; empty without a store. */
  public Optional<WeightFiles> weights() {
    return directory.map(StoreDirectory::weights);
  }

  @Override
  public void close() {
    directory.ifPresent(StoreDirectory::close);
  }
}
