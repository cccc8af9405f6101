package io.tamiyo.contracts.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service is there.
 *
 * @param endpoints addresses by name
 * @param healthCheckEndpoint where its health is asked, or null
 * @param layerId the layer whose stream carries it, or null
 */
public record ServiceAnnouncement(
    Header header,
    String serviceType,
    String serviceId,
    List<String> capabilities,
    Map<String, String> endpoints,
    @Nullable String healthCheckEndpoint,
    @NativeOnly @Nullable String layerId)
    implements Message {

  public ServiceAnnouncement {
    capabilities = List.copyOf(capabilities);
    endpoints = Copies.ordered(endpoints);
  }
}
