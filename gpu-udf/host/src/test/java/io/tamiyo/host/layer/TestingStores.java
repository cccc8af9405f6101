package io.tamiyo.host.layer;

import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.checkpoint.TransientCheckpoints;
import io.tamiyo.host.store.TestingLayerStore;
import io.tamiyo.host.store.WeightFiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stores in memory that fail and stick when they are told to. */
public final class TestingStores implements HostStores {

  private final Map<String, TestingLayerStore> layers = new ConcurrentHashMap<>();
  private final CheckpointStore checkpoints = new TransientCheckpoints(CheckpointStore.KEPT);

  @Override
  public TestingLayerStore layer(String layerId) {
    return layers.computeIfAbsent(layerId, id -> new TestingLayerStore(1000));
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
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  @Override
  public void close() {}
}
