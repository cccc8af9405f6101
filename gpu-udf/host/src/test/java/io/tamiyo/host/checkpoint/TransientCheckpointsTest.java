package io.tamiyo.host.checkpoint;

class TransientCheckpointsTest extends CheckpointStoreContract {

  @Override
  CheckpointStore store() {
    return new TransientCheckpoints(MOST);
  }
}
