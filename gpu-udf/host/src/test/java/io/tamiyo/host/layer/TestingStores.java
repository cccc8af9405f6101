package io.tamiyo.host.layer;

import io.tamiyo.host.checkpoint.CheckpointStore;
import io.tamiyo.host.checkpoint.LayerCheckpoint;
import io.tamiyo.host.checkpoint.LiveFile;
import io.tamiyo.host.checkpoint.TransientCheckpoints;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.store.StoreFailure;
import io.tamiyo.host.store.TestingLayerStore;
import io.tamiyo.host.store.WeightFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stores in memory that fail and stick when they are told to. */
public final class TestingStores implements HostStores {

  private final Map<String, TestingLayerStore> layers = new ConcurrentHashMap<>();
  private final CheckpointStore checkpoints = new TransientCheckpoints(CheckpointStore.KEPT);
  private volatile boolean failingCheckpoints;

  /** No checkpoint can be written from now on. */
  public void failCheckpoints() {
    failingCheckpoints = true;
  }

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
  public Optional<Spool> spool(long maxBytes) {
    return Optional.empty();
  }

  @Override
  public CheckpointStore checkpoints() {
    return new Checkpoints();
  }

  private final class Checkpoints implements CheckpointStore {

    @Override
    public void put(String id, Map<String, LayerCheckpoint> taken) {
      if (failingCheckpoints) {
        throw new StoreFailure("no space left on device");
      }
      checkpoints.put(id, taken);
    }

    @Override
    public List<String> ids() {
      return checkpoints.ids();
    }

    @Override
    public Map<String, LayerCheckpoint> get(String id) {
      return checkpoints.get(id);
    }

    @Override
    public long bytes(String id, String layerId) {
      return checkpoints.bytes(id, layerId);
    }
  }

  @Override
  public void close() {}
}
