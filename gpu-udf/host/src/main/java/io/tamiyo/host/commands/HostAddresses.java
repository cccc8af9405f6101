package io.tamiyo.host.commands;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a host answers, for its announcements.
 *
 * @param endpoints addresses by name
 * @param health where its health is asked, or null
 */
public record HostAddresses(Map<String, String> endpoints, @Nullable String health) {

  /** Nowhere. */
  public static final HostAddresses NONE = new HostAddresses(Map.of(), null);

  public HostAddresses {
    endpoints = Map.copyOf(endpoints);
  }
}
