package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One seed in detail.
 *
 * @param lifecycleState name of its state, as the sender wrote it
 * @param blueprintId what it grafts, or null
 * @param metrics by name
 * @param errorCount errors since germination
 * @param warningCount warnings since germination
 * @param checkpointId its last checkpoint, or null
 * @param computeStats times and counts by name
 * @param graftingInfo how its graft proceeds, or null
 */
public record SeedMetricsSnapshot(
    Header header,
    String layerId,
    int seedId,
    String lifecycleState,
    @Nullable Integer blueprintId,
    @Measured Map<String, Double> metrics,
    int errorCount,
    int warningCount,
    @Nullable String checkpointId,
    @Measured Map<String, Double> computeStats,
    @Measured @Nullable Map<String, Object> graftingInfo)
    implements Message {

  public SeedMetricsSnapshot {
    LayerId.require(layerId);
    if (seedId < 0) {
      throw new IllegalArgumentException("seed_id is negative: " + seedId);
    }
    metrics = Copies.ordered(metrics);
    computeStats = Copies.ordered(computeStats);
    graftingInfo = Copies.jsonOrNull(graftingInfo);
  }
}
