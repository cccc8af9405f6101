package io.tamiyo.host.checkpoint;

import java.util.List;
import java.util.Map;

/** Checkpoints of a host by their ids, a bounded number of them. Any thread may call. */
public interface CheckpointStore {

  /** Checkpoints that are kept unless said otherwise. */
  int KEPT = 8;

  /**
   * Keeps a checkpoint of all layers, as a whole, and forgets the oldest ones beyond the bound.
   *
   * @param id not used before; greater, as text, than those before
   * @param layers by layer id
   * @throws io.tamiyo.host.store.StoreFailure when it can't be written; the others are as before
   */
  void put(String id, Map<String, LayerCheckpoint> layers);

  /** What is there, oldest first. */
  List<String> ids();

  /**
   * A checkpoint.
   *
   * @throws io.tamiyo.host.store.StoreFailure when it is not there, or not as it was written
   */
  Map<String, LayerCheckpoint> get(String id);

  /** Bytes of a layer in a checkpoint; 0 where it is not in a file. */
  long bytes(String id, String layerId);
}
