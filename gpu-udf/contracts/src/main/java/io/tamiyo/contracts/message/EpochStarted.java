package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;

/**
 * Marker in a control log: from here on, commands of an earlier incarnation of the job are stale.
 *
 * @param jobEpoch the incarnation that begins
 * @param holder the job that holds it, over all its restarts
 */
@NativeOnly
public record EpochStarted(Header header, String layerId, long jobEpoch, String holder)
    implements Message {

  public EpochStarted {
    LayerId.require(layerId);
  }
}
