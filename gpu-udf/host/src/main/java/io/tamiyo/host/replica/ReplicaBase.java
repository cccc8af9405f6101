package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.NativeOnly;
import io.tamiyo.contracts.naming.LayerId;
import java.util.List;

/**
 * All seeds of a layer as every replica has them in force, or would have if it were not silent. The
 * updates that still wait for a step stand right before it; so a replica that begins needs nothing
 * that is older than these.
 *
 * @param checkpointId of the checkpoint with which the life of these seeds began, when every rank
 *     has gone back to it; empty for none, or where the deciding host was started since
 * @param seeds in the order of their ids
 */
@NativeOnly
public record ReplicaBase(
    Header header, String layerId, String checkpointId, List<ReplicaSeed> seeds)
    implements Message {

  public ReplicaBase {
    LayerId.require(layerId);
    seeds = List.copyOf(seeds);
  }
}
