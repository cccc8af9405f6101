package io.tamiyo.jobs.controlplane;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What the job was submitted with of the options that may change while it runs, and of those by
 * which it retries: it stands in a hash of Redis, so that the command line knows the values that
 * hold where nothing was configured, and checks changes against them.
 *
 * @param values by key
 */
public record SubmittedOptions(Map<String, String> values) {

  private static final Logger LOG = LoggerFactory.getLogger(SubmittedOptions.class);

  /** KEYS: the hash. ARGV: names and values. */
  private static final String REPLACE =
      """
      redis.call('DEL', KEYS[1])
      if #ARGV > 0 then
        redis.call('HSET', KEYS[1], unpack(ARGV))
      end
      return #ARGV
      """;

  public SubmittedOptions {
    values = Map.copyOf(values);
  }

  /** Those of all options of a job that may change. */
  static SubmittedOptions of(Map<String, String> all) {
    Map<String, String> kept = new TreeMap<>(all);
    List<String> keys = new ArrayList<>(List.of(ControlPlaneOptions.EPOCH_SCALE.key()));
    RetryKeys.all().forEach(option -> keys.add(option.key()));
    LayerConfigs.options().forEach(option -> keys.add(option.key()));
    kept.keySet().retainAll(keys);
    return new SubmittedOptions(kept);
  }

  /** Those of the job that was submitted last; none where there was none. */
  public static SubmittedOptions read(RedisConnection redis, StreamNames names) {
    Map<String, String> values = new TreeMap<>();
    Replies.map(redis.call(Command.HGETALL, names.submittedOptions()))
        .forEach((key, value) -> values.put(key, Replies.text(value)));
    return of(values);
  }

  /** Tells Redis. The job does not need it, so that it starts all the same when this fails. */
  void publish(RedisConnections connections, StreamNames names) {
    List<Object> call = new ArrayList<>(List.of(REPLACE, 1, names.submittedOptions()));
    values.forEach(
        (key, value) -> {
          call.add(key);
          call.add(value);
        });
    try (RedisConnection redis = connections.open()) {
      redis.call(Command.EVAL, call.toArray());
    } catch (RedisAccessException | JedisException failure) {
      LOG.warn(
          "./tamiyo config will not know what this job was submitted with: {}",
          failure.getMessage());
    }
  }

  /**
   * The options of a layer of which nothing was configured; the documents' where these values are
   * of a release that knows others.
   */
  public LayerConfig layers() {
    try {
      return ControlPlaneOptions.from(values, Map.of()).layers();
    } catch (IllegalArgumentException ofAnotherRelease) {
      LOG.warn("the options of the job can't be read: {}", ofAnotherRelease.getMessage());
      return LayerConfig.DEFAULTS;
    }
  }
}
