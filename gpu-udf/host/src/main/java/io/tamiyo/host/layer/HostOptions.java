package io.tamiyo.host.layer;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.telemetry.PublisherOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * What a host runs.
 *
 * @param names the keys of its installation
 * @param hostId its name; a store that has one already keeps it
 * @param layerIds its layers
 * @param seeds seeds of each layer
 * @param rules by which commands are held to table and conditions
 * @param publishing how it sends
 * @param heartbeat how often it shows that it lives
 * @param farewell how long Redis may take for what is left at the end
 */
public record HostOptions(
    StreamNames names,
    String hostId,
    List<String> layerIds,
    int seeds,
    LifecycleRules rules,
    PublisherOptions publishing,
    Duration heartbeat,
    Duration farewell) {

  public HostOptions {
    LayerId.require("host_id", hostId);
    layerIds = List.copyOf(layerIds);
    if (layerIds.isEmpty()) {
      throw new IllegalArgumentException("a host has no layers");
    }
    layerIds.forEach(LayerId::require);
    if (new HashSet<>(layerIds).size() < layerIds.size()) {
      throw new IllegalArgumentException("two layers have one id: " + layerIds);
    }
    if (seeds <= 0) {
      throw new IllegalArgumentException("seeds is not positive: " + seeds);
    }
  }

  /** The defaults: a heartbeat each second, five seconds for the farewell. */
  public static HostOptions of(String hostId, List<String> layerIds, int seeds) {
    return new HostOptions(
        StreamNames.unnamed(),
        hostId,
        layerIds,
        seeds,
        LifecycleRules.DEFAULTS,
        PublisherOptions.DEFAULTS,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }

  /** The same under other keys. */
  public HostOptions withNames(StreamNames other) {
    return new HostOptions(other, hostId, layerIds, seeds, rules, publishing, heartbeat, farewell);
  }

  /** The same by other rules. */
  public HostOptions withRules(LifecycleRules other) {
    return new HostOptions(names, hostId, layerIds, seeds, other, publishing, heartbeat, farewell);
  }

  /** The same, sending otherwise. */
  public HostOptions withPublishing(PublisherOptions other) {
    return new HostOptions(names, hostId, layerIds, seeds, rules, other, heartbeat, farewell);
  }
}
