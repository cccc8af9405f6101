package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something about a layer that people should know.
 *
 * @param seedId the seed, or null when it is about the layer
 * @param metricValue what was measured
 * @param threshold what it was held against, or null
 * @param recommendedAction what to do, or null
 */
public record PerformanceAlert(
    Header header,
    String layerId,
    @Nullable Integer seedId,
    AlertType alertType,
    Severity severity,
    String metricName,
    @Measured double metricValue,
    @Measured @Nullable Double threshold,
    @Measured Map<String, Object> details,
    @Nullable String recommendedAction)
    implements Message {

  public PerformanceAlert {
    LayerId.require(layerId);
    details = Copies.json(details);
  }
}
