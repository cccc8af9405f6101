package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.NativeOnly;
import io.tamiyo.contracts.naming.LayerId;
import java.util.List;

/**
 * What every data-parallel replica of a layer puts in force. Seeds stand in full, so that a replica
 * that takes updates late, or twice, ends like the others.
 *
 * @param hostEpoch the life of the layer in which it was decided; numbers of another store begin
 *     anew, in a later life
 * @param number of the durable record that made it so; greater ones are later
 * @param atStep the training step with which it takes effect; 0 for at once
 * @param checkpointId of the checkpoint with which the life begins by it; empty for none
 * @param seeds as they are from then on
 */
@NativeOnly
public record ReplicaUpdate(
    Header header,
    String layerId,
    long hostEpoch,
    long number,
    long atStep,
    String checkpointId,
    List<ReplicaSeed> seeds)
    implements Message {

  public ReplicaUpdate {
    LayerId.require(layerId);
    seeds = List.copyOf(seeds);
  }
}
