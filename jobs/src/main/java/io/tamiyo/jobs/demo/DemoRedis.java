package io.tamiyo.jobs.demo;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.EmbeddedRedisServer;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.jobs.cluster.RunDirectory;
import io.tamiyo.operators.config.PolicyKeys;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.PatientCalls;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.streams.RedisClaimChecks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;

/**
 * The Redis of a run: one that is started for it, or the given one, in which the run has keys of
 * its own and leaves none behind.
 */
final class DemoRedis implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoRedis.class);
  private static final Duration CLAIM_CHECK_TIME_TO_LIVE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SCANNED_AT_ONCE = "1000";

  private final String url;
  private final RedisConnections connections;
  private final StreamNames names;
  private final boolean given;

  private DemoRedis(String url, StreamNames names, boolean given) {
    this.url = url;
    this.connections = new RedisConnections(RedisConnectionOptions.of(url));
    this.names = names;
    this.given = given;
  }

  /**
   * Starts a Redis, or makes sure that the given one answers and lets us in.
   *
   * @throws CommandFailure when it does not
   */
  static DemoRedis open(
      DemoOptions options, ChildProcesses children, RunDirectory directory, StreamNames names) {
    DemoRedis redis =
        options.redis() == null
            ? new DemoRedis(
                EmbeddedRedisServer.start(children, directory.resolve("redis"), Ports.free())
                    .uri()
                    .toString(),
                names,
                false)
            : new DemoRedis(options.redis(), names, true);
    redis.connect().close();
    return redis;
  }

  /** A connection for one thread. */
  RedisConnection connect() {
    try {
      return connections.open();
    } catch (RedisAccessException refused) {
      throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
    }
  }

  /** The URL with its password, for the environment of children alone. */
  String url() {
    return url;
  }

  /** Reads what was too large for its entry. */
  ClaimCheckStore claimChecks() {
    PatientCalls calls = new PatientCalls(connections, PATIENCE, "the live table");
    return new RedisClaimChecks(calls, names, CLAIM_CHECK_TIME_TO_LIVE);
  }

  /** Tells the job to decide nothing more of itself. */
  void stopPolicy() {
    ConfigUpdate update =
        new ConfigUpdate(
            Header.of(names.instanceId() + "-end", System.currentTimeMillis() / 1000.0, "demo"),
            null,
            PolicyKeys.ENABLED.key(),
            "false");
    try (RedisConnection redis = connect()) {
      Map<String, byte[]> fields =
          new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())
              .write(Places.of("ConfigUpdate", null, 1), List.of(update));
      StreamAppend.of(names.config(), fields).sendTo(redis);
      redis.receive();
    }
  }

  /** Removes the run's keys from a given Redis. */
  @Override
  public void close() {
    if (!given) {
      return;
    }
    try (RedisConnection redis = connections.open()) {
      String cursor = "0";
      do {
        List<?> page =
            Replies.list(
                redis.call(
                    Command.SCAN,
                    cursor,
                    "MATCH",
                    names.instanceId() + ".*",
                    "COUNT",
                    SCANNED_AT_ONCE));
        cursor = Replies.text(page.get(0));
        Object[] keys = Replies.list(page.get(1)).toArray();
        if (keys.length > 0) {
          redis.call(Command.UNLINK, keys);
        }
      } while (!cursor.equals("0"));
    } catch (RedisAccessException gone) {
      LOG.warn("keys {}.* are left behind, since Redis does not answer", names.instanceId(), gone);
    }
  }
}
