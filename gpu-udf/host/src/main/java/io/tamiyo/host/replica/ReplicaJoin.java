package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.NativeOnly;
import io.tamiyo.contracts.naming.LayerId;

/**
 * A replica begins, and asks for the seeds as they are. A {@link ReplicaBase} answers it.
 *
 * @param rank of the replica, from 0
 */
@NativeOnly
public record ReplicaJoin(Header header, String layerId, int rank) implements Message {

  public ReplicaJoin {
    LayerId.require(layerId);
    if (rank < 0) {
      throw new IllegalArgumentException("rank is negative: " + rank);
    }
  }
}
