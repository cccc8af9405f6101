package io.tamiyo.host.layer;

import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.StoreOptions;
import io.tamiyo.host.store.WeightFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Where a host keeps what shall survive it, if anywhere. */
public interface HostStores extends AutoCloseable {

  /** Nothing survives the host. */
  static HostStores none() {
    return new TransientStores();
  }

  /**
   * A directory, held by this host alone.
   *
   * @throws StoreFailure when another host holds it, or it can't be used
   */
  static HostStores in(Path directory, StoreOptions options) {
    return new DirectoryStores(directory, options);
  }

  /** The store of a layer. */
  LayerStore layer(String layerId);

  /** The name of the host. */
  String hostId(String proposed);

  /** Where the weights of grafts are kept; empty without a store. */
  Optional<WeightFiles> weights();

  /** Whether there are layers that the host did not ask for; it is not known what they name. */
  default boolean hasOtherLayers() {
    return false;
  }

  /** Where the live weights of a layer are kept; empty without a store. */
  Optional<LiveFile> live(String layerId);

  /**
   * Where reports wait that memory does not hold while Redis is away; empty without a store.
   *
   * @param maxBytes on disk; 0 for no spool
   * @throws StoreFailure when it can't be used
   */
  Optional<Spool> spool(long maxBytes);

  /** The checkpoints of the host. */
  CheckpointStore checkpoints();

  @Override
  void close();
}
