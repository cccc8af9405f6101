package io.tamiyo.host.layer;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a host runs.
 *
 * @param names the keys of its installation
 * @param hostId its name; a store that has one already keeps it
 * @param layers its layers by id, each with its number of seeds, in the order of the forward pass
 * @param rules by which commands are held to table and conditions
 * @param publishing how it sends
 * @param heartbeat how often it shows that it lives
 * @param farewell how long Redis may take for what is left at the end
 */
public record HostOptions(
    StreamNames names,
    String hostId,
    Map<String, Integer> layers,
    LifecycleRules rules,
    PublisherOptions publishing,
    Duration heartbeat,
    Duration farewell) {

  public HostOptions {
    LayerId.require("host_id", hostId);
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a host has no layers");
    }
    layers.forEach(HostOptions::requireLayer);
  }

  private static void requireLayer(String layerId, int seeds) {
    LayerId.require(layerId);
    if (seeds <= 0) {
      throw new IllegalArgumentException(
          "seeds of layer %s is not positive: %d".formatted(layerId, seeds));
    }
  }

  /** The ids of the layers, in the order of the forward pass. */
  public List<String> layerIds() {
    return List.copyOf(layers.keySet());
  }

  /** The defaults: a heartbeat each second, five seconds for the farewell. */
  public static HostOptions of(String hostId, Map<String, Integer> layers) {
    return new HostOptions(
        StreamNames.unnamed(),
        hostId,
        layers,
        LifecycleRules.DEFAULTS,
        PublisherOptions.DEFAULTS,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }

  /**
   * The defaults for layers that are alike.
   *
   * @param seeds of each layer
   */
  public static HostOptions of(String hostId, List<String> layerIds, int seeds) {
    Map<String, Integer> layers = new LinkedHashMap<>();
    for (String layerId : layerIds) {
      if (layers.put(layerId, seeds) != null) {
        throw new IllegalArgumentException("two layers have one id: " + layerId);
      }
    }
    return of(hostId, layers);
  }

  /** The same under other keys. */
  public HostOptions withNames(StreamNames other) {
    return new HostOptions(other, hostId, layers, rules, publishing, heartbeat, farewell);
  }

  /** The same by other rules. */
  public HostOptions withRules(LifecycleRules other) {
    return new HostOptions(names, hostId, layers, other, publishing, heartbeat, farewell);
  }

  /** The same, sending otherwise. */
  public HostOptions withPublishing(PublisherOptions other) {
    return new HostOptions(names, hostId, layers, rules, other, heartbeat, farewell);
  }
}
