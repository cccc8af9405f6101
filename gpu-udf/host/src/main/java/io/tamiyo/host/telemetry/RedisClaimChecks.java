package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.RedisFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Claim checks as Redis keys that expire. They are rare, so each takes a connection of its own. */
public final class RedisClaimChecks implements ClaimCheckStore {

  private final RedisEndpoint redis;
  private final StreamNames names;
  private final Duration timeToLive;

  /**
   * @param timeToLive how long a payload can be fetched; no shorter than the streams' retention
   */
  public RedisClaimChecks(RedisEndpoint redis, StreamNames names, Duration timeToLive) {
    this.redis = redis;
    this.names = names;
    this.timeToLive = timeToLive;
  }

  @Override
  public void put(String id, byte[] payload) throws IOException {
    try (Jedis jedis = redis.connect()) {
      jedis.setex(key(id), timeToLive.toSeconds(), payload);
    } catch (JedisException refused) {
      throw new IOException("Redis did not take it: " + refused.getMessage(), refused);
    }
  }

  @Override
  public Optional<byte[]> get(String id, int maxBytes) throws IOException {
    try (Jedis jedis = redis.connect()) {
      byte[] key = key(id);
      long length = jedis.strlen(key);
      if (length > maxBytes) {
        throw new IOException(length + " bytes; at most " + maxBytes);
      }
      return Optional.ofNullable(jedis.get(key));
    } catch (JedisException refused) {
      String message = "Redis did not give it: " + refused.getMessage();
      if (RedisFailure.kind(refused) == RedisFailure.Kind.AWAY) {
        throw new ClaimCheckOutage(message, refused);
      }
      throw new IOException(message, refused);
    }
  }

  private byte[] key(String id) {
    return names.claimCheck(id).getBytes(StandardCharsets.UTF_8);
  }
}
