package io.tamiyo.host.layer;

import io.tamiyo.contracts.naming.StreamNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which inbound stream a layer writes to: the one that it has had before, or one of its own while
 * the installation has few layers, or a shared one.
 */
final class StreamAssignment {

  private StreamAssignment() {}

  /**
   * The streams of a host's layers.
   *
   * @param registered all layers of the installation so far, with their streams
   * @param layerIds those of this host
   */
  static Map<String, String> assign(
      StreamNames names, Map<String, String> registered, List<String> layerIds) {
    Map<String, String> all = new TreeMap<>(registered);
    layerIds.forEach(layerId -> all.putIfAbsent(layerId, ""));
    boolean share = all.size() > StreamNames.MAX_UNSHARDED_LAYERS;
    Map<String, String> assigned = new TreeMap<>();
    for (String layerId : layerIds) {
      String own = share ? shard(names, layerId) : names.inbound(layerId);
      assigned.put(layerId, registered.getOrDefault(layerId, own));
    }
    return assigned;
  }

  private static String shard(StreamNames names, String layerId) {
    return names.inboundShard(Math.floorMod(layerId.hashCode(), StreamNames.MAX_UNSHARDED_LAYERS));
  }
}
