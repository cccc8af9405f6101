package io.tamiyo.host.checkpoint;

import io.tamiyo.host.store.StoreFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checkpoints in memory, for a host without a store. */
public final class TransientCheckpoints implements CheckpointStore {

  private final TreeMap<String, Map<String, LayerCheckpoint>> kept = new TreeMap<>();
  private final int most;

  /**
   * @param most checkpoints that are kept
   */
  public TransientCheckpoints(int most) {
    this.most = most;
  }

  @Override
  public synchronized void put(String id, Map<String, LayerCheckpoint> layers) {
    kept.put(id, Map.copyOf(layers));
    while (kept.size() > most) {
      kept.pollFirstEntry();
    }
  }

  @Override
  public synchronized List<String> ids() {
    return List.copyOf(kept.keySet());
  }

  @Override
  public synchronized Map<String, LayerCheckpoint> get(String id) {
    Map<String, LayerCheckpoint> found = kept.get(id);
    if (found == null) {
      throw new StoreFailure("there is no checkpoint %s; there are %s".formatted(id, ids()));
    }
    return found;
  }

  @Override
  public long bytes(String id, String layerId) {
    return 0;
  }
}
