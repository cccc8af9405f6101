package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.NativeOnly;
import io.tamiyo.contracts.naming.LayerId;

/**
 * A replica has put an update in force.
 *
 * @param rank of the replica, from 0
 * @param hostEpoch of the update
 * @param number of the update
 * @param step the training step with which it took effect there
 * @param late whether that step should have been an earlier one
 */
@NativeOnly
public record ReplicaReport(
    Header header, String layerId, int rank, long hostEpoch, long number, long step, boolean late)
    implements Message {

  public ReplicaReport {
    LayerId.require(layerId);
    if (rank < 0) {
      throw new IllegalArgumentException("rank is negative: " + rank);
    }
  }
}
