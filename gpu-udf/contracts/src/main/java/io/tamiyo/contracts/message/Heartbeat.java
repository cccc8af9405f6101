package io.tamiyo.contracts.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service lives.
 *
 * @param metrics of the service, by name
 * @param status the sender's word, {@code healthy} when all is well, {@code stopping} for a goodbye
 * @param load by resource
 * @param layerId the layer whose stream carries it, or null
 */
public record Heartbeat(
    Header header,
    String serviceId,
    double uptimeSeconds,
    @Measured Map<String, Double> metrics,
    String status,
    @Measured Map<String, Double> load,
    @NativeOnly @Nullable String layerId)
    implements Message {

  public Heartbeat {
    metrics = Copies.ordered(metrics);
    load = Copies.ordered(load);
  }
}
