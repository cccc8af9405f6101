package io.tamiyo.host.layer;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.control.ControlLogReader;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.replica.ReplicaControl;
import io.tamiyo.host.replica.ReplicaGroup;
import io.tamiyo.host.replica.ReplicaReport;
import io.tamiyo.host.telemetry.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The replicas of those layers of a host that have some. */
final class LayerReplicas {

  private final Map<String, ReplicaControl> byLayer = new LinkedHashMap<>();
  private final Map<String, ReplicaControl> byReports = new LinkedHashMap<>();

  LayerReplicas(Map<String, ReplicaGroup> groups, LayerContext context, StreamNames names) {
    groups.forEach(
        (layerId, group) -> {
          Channel updates = new Channel(names.replicas(layerId), layerId, false);
          ReplicaControl control =
              new ReplicaControl(
                  layerId, group, context.publisher(), updates, context.hostId(), context.clock());
          byLayer.put(layerId, control);
          byReports.put(names.replicaReports(layerId), control);
        });
  }

  /** How the changes of a layer are put in force. */
  Enforcement enforcement(String layerId, LayerKernel kernel) {
    ReplicaControl control = byLayer.get(layerId);
    return control == null ? Enforcement.here(kernel) : new ReplicatedEnforcement(control);
  }

  /**
   * Reads what ranks report, from the beginning on: a host that begins again counts anew. Empty
   * when no layer has replicas.
   */
  Optional<ControlLogReader> reader(RedisEndpoint redis, WireReader wire) {
    if (byReports.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> positions = new LinkedHashMap<>();
    byReports.keySet().forEach(stream -> positions.put(stream, LayerSnapshot.BEGINNING));
    return Optional.of(
        new ControlLogReader(
            "replica report reader",
            redis,
            positions,
            (stream, entries) -> entries.forEach(entry -> take(stream, entry, wire))));
  }

  private void take(String stream, LogEntry entry, WireReader wire) {
    List<Decoded> read = wire.read(entry.fields());
    for (Decoded decoded : read) {
      ReplicaControl control = byReports.get(stream);
      if (control != null
          && decoded instanceof Decoded.Good good
          && good.message() instanceof ReplicaReport report) {
        control.heard(report);
      }
    }
  }

  void reached(long step) {
    byLayer.values().forEach(control -> control.reached(step));
  }

  void giveUpSilentOnes() {
    byLayer.values().forEach(ReplicaControl::giveUpSilentOnes);
  }
}
