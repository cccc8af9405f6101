package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seeds of a layer shall enter a state.
 *
 * @param seedId the one seed on the python-1.0 wire, or null for all; natively the fence's targets
 *     say which
 * @param targetState where they shall go
 * @param parameters of that state
 * @param force skips least epochs and conditions, never the table
 * @param reason for people
 */
public record LifecycleTransitionCommand(
    Header header,
    String layerId,
    @Nullable Integer seedId,
    SeedState targetState,
    Map<String, Object> parameters,
    Priority priority,
    int timeoutMs,
    boolean force,
    String reason,
    @NativeOnly Fence fence,
    @NativeOnly String cause)
    implements Command {

  public LifecycleTransitionCommand {
    LayerId.require(layerId);
    if (seedId != null && seedId < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + seedId);
    }
    if (timeoutMs <= 0) {
      throw new IllegalArgumentException("timeout_ms is not positive: " + timeoutMs);
    }
    parameters = Copies.json(parameters);
    reason = Copies.bounded("reason", reason, MAX_REASON);
  }

  @Override
  public LifecycleTransitionCommand withJobEpoch(long epoch) {
    return new LifecycleTransitionCommand(
        header,
        layerId,
        seedId,
        targetState,
        parameters,
        priority,
        timeoutMs,
        force,
        reason,
        fence.withJobEpoch(epoch),
        cause);
  }
}
