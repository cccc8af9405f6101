package io.tamiyo.host.layer;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.control.ControlLogReader;
import io.tamiyo.host.control.LogEnd;
import io.tamiyo.host.control.LogEntry;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.replica.ReplicaControl;
import io.tamiyo.host.replica.ReplicaGroup;
import io.tamiyo.host.replica.ReplicaJoin;
import io.tamiyo.host.replica.ReplicaReport;
import io.tamiyo.host.replica.ReplicaWords;
import io.tamiyo.host.telemetry.Channel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;

/** The replicas of those layers of a host that have some. */
final class LayerReplicas {

  private static final Logger LOG = LoggerFactory.getLogger(LayerReplicas.class);

  /** Who begins again later than this begins with a store or from nothing, and needs no stream. */
  private static final Duration KEPT_AFTER_GOODBYE = Duration.ofDays(1);

  private final Map<String, ReplicaGroup> groups;
  private final LayerContext context;
  private final StreamNames names;
  private final Map<String, ReplicaControl> byReports = new LinkedHashMap<>();

  /** By stream of reports, up to which entry whoever asks is answered anyway. */
  private final Map<String, StreamEntryID> answered = new LinkedHashMap<>();

  LayerReplicas(Map<String, ReplicaGroup> groups, LayerContext context, StreamNames names) {
    this.groups = groups;
    this.context = context;
    this.names = names;
  }

  /** How the changes of a layer are put in force. */
  Enforcement enforcement(String layerId, LayerKernel kernel) {
    ReplicaGroup group = groups.get(layerId);
    if (group == null) {
      return Enforcement.here(kernel);
    }
    ReplicaWords words =
        new ReplicaWords(layerId, context.hostId(), context.clock(), kernel::weights);
    Channel updates =
        new Channel(names.replicas(layerId), layerId, false, ReplicaControl.mostEntries());
    ReplicaControl control = new ReplicaControl(group, words, context.publisher(), updates);
    byReports.put(names.replicaReports(layerId), control);
    return new ReplicatedEnforcement(control);
  }

  /** The streams stay as long as the host lives. Who has asked until now hears when it begins. */
  void arrive(Jedis jedis) {
    streams().forEach(jedis::persist);
    byReports.keySet().forEach(stream -> answered.put(stream, LogEnd.of(jedis, stream)));
  }

  /** The streams go some time after the host has said goodbye: ranks may still read them. */
  void leave(RedisEndpoint redis) {
    if (groups.isEmpty()) {
      return;
    }
    try (Jedis jedis = redis.connect()) {
      streams().forEach(stream -> jedis.expire(stream, KEPT_AFTER_GOODBYE.toSeconds()));
    } catch (JedisException refused) {
      LOG.warn("the streams of replicas stay: {}", refused.getMessage());
    }
  }

  private List<String> streams() {
    return groups.keySet().stream()
        .flatMap(layerId -> Stream.of(names.replicas(layerId), names.replicaReports(layerId)))
        .toList();
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
      if (control == null || !(decoded instanceof Decoded.Good good)) {
        continue;
      }
      if (good.message() instanceof ReplicaReport report) {
        control.heard(report);
      } else if (good.message() instanceof ReplicaJoin && isUnanswered(stream, entry)) {
        control.tellAll();
      }
    }
  }

  private boolean isUnanswered(String stream, LogEntry entry) {
    StreamEntryID last = Objects.requireNonNull(answered.get(stream), stream);
    return new StreamEntryID(entry.entryId()).compareTo(last) > 0;
  }

  void reached(long step) {
    byReports.values().forEach(control -> control.reached(step));
  }

  void giveUpSilentOnes() {
    byReports.values().forEach(ReplicaControl::giveUpSilentOnes);
  }
}
