package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.LinkedHashMap;
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
    Map<String, Double> metricsDelta,
    boolean success,
    Map<String, Object> details)
    implements Message {

  public BlueprintEvent {
    LayerId.require(layerId);
    metricsDelta = new LinkedHashMap<>(metricsDelta);
    details = new LinkedHashMap<>(details);
  }
}
