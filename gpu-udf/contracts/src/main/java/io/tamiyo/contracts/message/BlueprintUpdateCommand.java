package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.naming.LayerId;
import java.util.Map;

/**
 * A seed shall graft another blueprint.
 *
 * @param blueprintId on the python-1.0 wire a string that holds an integer
 * @param graftingStrategy how its share grows
 * @param configuration of the strategy
 * @param rollbackOnFailure whether a failure puts back what was there
 * @param validationMetrics least values that the seed must reach with it, by metric
 */
public record BlueprintUpdateCommand(
    Header header,
    String layerId,
    int seedId,
    String blueprintId,
    GraftingStrategy graftingStrategy,
    Map<String, Object> configuration,
    boolean rollbackOnFailure,
    Map<String, Double> validationMetrics,
    Priority priority,
    int timeoutMs,
    @NativeOnly Fence fence,
    @NativeOnly String cause)
    implements Command {

  public BlueprintUpdateCommand {
    LayerId.require(layerId);
    if (seedId < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + seedId);
    }
    if (timeoutMs <= 0) {
      throw new IllegalArgumentException("timeout_ms is not positive: " + timeoutMs);
    }
    blueprintId = Copies.bounded("blueprint_id", blueprintId, MAX_BLUEPRINT_ID);
    configuration = Copies.json(configuration);
    validationMetrics = Copies.ordered(validationMetrics);
  }

  @Override
  public BlueprintUpdateCommand withJobEpoch(long epoch) {
    return new BlueprintUpdateCommand(
        header,
        layerId,
        seedId,
        blueprintId,
        graftingStrategy,
        configuration,
        rollbackOnFailure,
        validationMetrics,
        priority,
        timeoutMs,
        fence.withJobEpoch(epoch),
        cause);
  }
}
