package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.config.PolicyKeys;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.sink.StreamAppend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import redis.clients.jedis.Protocol.Command;

/** A host under a control plane, with its history: what every test of this package begins with. */
final class ClosedLoop implements AutoCloseable {

  /** The keys of the tests. */
  static final StreamNames NAMES = new StreamNames("loop");

  private final RedisConnection redis;
  private final SimulatedHost host;
  private final LoopHistory history;

  /** Starts a host that trains; nobody controls it yet. */
  ClosedLoop(RedisServer server, Path directory, long randomSeed) throws RedisAccessException {
    this.redis = new RedisConnections(RedisConnectionOptions.of(server.url())).open();
    this.host = new SimulatedHost(server.url(), NAMES, directory.resolve("host"), randomSeed);
    this.history = new LoopHistory(server.url(), NAMES, SimulatedHost.LAYERS);
  }

  /** Options of a job that goes on the given way to Redis; all jobs of a loop are one lineage. */
  static ControlPlaneOptions options(String redisUrl) {
    return options(redisUrl, Map.of());
  }

  /** The same with more of its own. */
  static ControlPlaneOptions options(String redisUrl, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("redis.url", redisUrl);
    values.put("instance-id", NAMES.instanceId());
    values.put("emission.lineage", "loop");
    values.put("lifecycle.epoch-scale", Double.toString(SimulatedHost.EPOCH_SCALE));
    return ControlPlaneOptions.from(values, Map.of());
  }

  /** The history, up to date. */
  LoopHistory history() {
    return history.refresh();
  }

  /** Returns when this many changes more than now were made in every layer. */
  void awaitProgress(int changes, Supplier<String> jobs) {
    history.refresh();
    Map<String, Integer> before = new HashMap<>();
    history.layers().forEach((layer, known) -> before.put(layer, known.changes().size()));
    Waiting.until(
        changes + " more changes in every layer, from " + before,
        () -> history + "; " + jobs.get(),
        () ->
            history().layers().entrySet().stream()
                .allMatch(
                    layer ->
                        layer.getValue().changes().size()
                            >= before.getOrDefault(layer.getKey(), 0) + changes));
  }

  /**
   * Ends everything in the order in which nothing is lost: no more training, no more decisions, no
   * more commands on their way, the host; and then the ledger has arrived.
   */
  void end(Supplier<String> jobs) {
    host.stopTraining();
    String last = stopPolicy();
    // Its cursor is that of a checkpoint, by which all decisions before are in the control logs.
    Waiting.until(
        "a checkpoint of the job holds the end of its policy",
        () -> history + "; " + jobs.get(),
        () -> cursors(NAMES.config()).contains(last));
    Waiting.until(
        "nothing is in flight",
        () -> history + "; " + jobs.get(),
        () -> history().layers().values().stream().allMatch(layer -> layer.inFlight() == 0));
    long sent = host.stop();
    Waiting.until(
        "the ledger has all " + sent + " messages",
        () -> history + "; " + jobs.get(),
        () -> history().layers().values().stream().allMatch(ClosedLoop::isSettled));
    assertThat(history.sum(LayerHistory::sent)).isEqualTo(sent);
  }

  private static boolean isSettled(LayerHistory layer) {
    LedgerReport ledger = layer.ledger();
    return ledger != null && ledger.in() >= layer.sent() && ledger.held() == 0;
  }

  /** What was violated, over all layers and rules. */
  List<String> violations() {
    List<String> all = new ArrayList<>();
    history()
        .layers()
        .forEach(
            (layer, known) ->
                LoopRules.violations(known)
                    .forEach(violation -> all.add(layer + ": " + violation)));
    return all;
  }

  /**
   * Tells the job to decide nothing more of itself.
   *
   * @return the id of the entry that says so
   */
  private String stopPolicy() {
    ConfigUpdate update =
        new ConfigUpdate(
            Header.of("end", System.currentTimeMillis() / 1000.0, "test"),
            null,
            PolicyKeys.ENABLED.key(),
            "false");
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return append(
          NAMES.config(), writer.write(Places.of("ConfigUpdate", null, 1), List.of(update)));
    }
  }

  /**
   * Appends an entry.
   *
   * @return its id
   */
  String append(String stream, Map<String, byte[]> fields) {
    StreamAppend.of(stream, fields).sendTo(redis);
    return Replies.text(redis.receive());
  }

  /** How far a stream was read, as its readers have published it. */
  private List<String> cursors(String stream) {
    return Replies.list(redis.call(Command.XINFO, "GROUPS", stream)).stream()
        .map(group -> Replies.text(Replies.map(group).get("last-delivered-id")))
        .toList();
  }

  @Override
  public void close() {
    try (redis;
        history) {
      host.close();
    }
  }
}
