package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.naming.LayerId;
import org.jspecify.annotations.Nullable;

/**
 * Active seeds shall stop at once; their revisions are not checked.
 *
 * @param layerId the layer, or null for all
 * @param seedId the seed, or null for all of the layer
 * @param reason for people
 */
public record EmergencyStopCommand(
    Header header,
    @Nullable String layerId,
    @Nullable Integer seedId,
    String reason,
    Priority priority,
    int timeoutMs,
    @NativeOnly Fence fence,
    @NativeOnly String cause)
    implements Command {

  public EmergencyStopCommand {
    if (layerId != null) {
      LayerId.require(layerId);
    }
    if (seedId != null && seedId < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + seedId);
    }
    if (timeoutMs <= 0) {
      throw new IllegalArgumentException("timeout_ms is not positive: " + timeoutMs);
    }
    reason = Copies.bounded("reason", reason, MAX_REASON);
  }

  @Override
  public EmergencyStopCommand withJobEpoch(long epoch) {
    return new EmergencyStopCommand(
        header, layerId, seedId, reason, priority, timeoutMs, fence.withJobEpoch(epoch), cause);
  }
}
