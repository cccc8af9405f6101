package io.tamiyo.contracts.message;

import java.util.LinkedHashMap;
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
    Map<String, Double> metrics,
    String status,
    Map<String, Double> load,
    @NativeOnly @Nullable String layerId)
    implements Message {

  public Heartbeat {
    metrics = new LinkedHashMap<>(metrics);
    load = new LinkedHashMap<>(load);
  }
}
