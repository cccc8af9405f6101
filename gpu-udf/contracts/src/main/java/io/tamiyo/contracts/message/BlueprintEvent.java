package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A seed's blueprint was changed.
 *
 * @param operation the sender's word for it
 * @param previousBlueprintId what was there before, or null
 * @param metricsDelta change of each metric
 */
public record BlueprintEvent(
    Header header,
    String layerId,
    int seedId,
    String blueprintId,
    String operation,
    @Nullable String previousBlueprintId,
    @Measured Map<String, Double> metricsDelta,
    boolean success,
    @Measured Map<String, Object> details)
    implements Message {

  public BlueprintEvent {
    LayerId.require(layerId);
    metricsDelta = Copies.ordered(metricsDelta);
    details = Copies.json(details);
  }
}
