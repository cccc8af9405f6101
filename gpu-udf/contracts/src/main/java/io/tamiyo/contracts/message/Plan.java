package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import java.util.List;

/**
 * What a request selected, appended to the control log before its commands. The first plan for a
 * request is the one that is carried out, whoever wrote it.
 *
 * @param requestId message_id of the request
 * @param jobEpoch the incarnation that selected
 * @param targetState where the selected seeds shall go
 * @param targets the selected seeds, ascending
 * @param force as the request asked
 * @param reason as the request gave it
 */
@NativeOnly
public record Plan(
    Header header,
    String layerId,
    String requestId,
    long jobEpoch,
    SeedState targetState,
    List<SeedTarget> targets,
    boolean force,
    String reason)
    implements Message {

  public Plan {
    LayerId.require(layerId);
    targets = List.copyOf(targets);
  }

  /** The same plan, written by another incarnation. */
  public Plan withJobEpoch(long epoch) {
    return new Plan(header, layerId, requestId, epoch, targetState, targets, force, reason);
  }
}
