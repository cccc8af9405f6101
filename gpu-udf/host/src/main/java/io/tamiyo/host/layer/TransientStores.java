package io.tamiyo.host.layer;

import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.checkpoint.TransientCheckpoints;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.TransientLayerStore;
import io.tamiyo.host.store.WeightFiles;
import java.util.Optional;

/** Nothing survives the process. */
final class TransientStores implements HostStores {

  private final CheckpointStore checkpoints = new TransientCheckpoints(CheckpointStore.KEPT);

  @Override
  public LayerStore layer(String layerId) {
    return new TransientLayerStore();
  }

  @Override
  public String hostId(String proposed) {
    return proposed;
  }

  @Override
  public Optional<WeightFiles> weights() {
    return Optional.empty();
  }

  @Override
  public Optional<LiveFile> live(String layerId) {
    return Optional.empty();
  }

  @Override
  public Optional<Spool> spool(long maxBytes) {
    return Optional.empty();
  }

  @Override
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  @Override
  public void close() {}
}
