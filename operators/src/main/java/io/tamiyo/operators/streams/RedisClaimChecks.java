package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.operators.redis.PatientCalls;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisFailure;
import io.tamiyo.operators.redis.Replies;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * Claim checks as Redis keys that expire. For one thread, which waits while Redis is away: to give
 * up an entry whose payload may well be there would be to lose it.
 */
public final class RedisClaimChecks implements ClaimCheckStore, AutoCloseable {

  private final PatientCalls redis;
  private final StreamNames names;
  private final Duration timeToLive;

  /**
   * @param redis the server; closed with this
   * @param timeToLive after which a payload is forgotten
   */
  public RedisClaimChecks(PatientCalls redis, StreamNames names, Duration timeToLive) {
    this.redis = redis;
    this.names = names;
    this.timeToLive = timeToLive;
  }

  @Override
  public void put(String id, byte[] payload) throws IOException {
    String key = names.claimCheck(id);
    redis.call(
        "keeping " + key, Command.SET, key, payload, "PX", Long.toString(timeToLive.toMillis()));
  }

  @Override
  public Optional<byte[]> get(String id, int maxBytes) throws IOException {
    String key = names.claimCheck(id);
    long size = Replies.number(read(Command.STRLEN, key));
    if (size == 0) {
      return Optional.empty();
    }
    if (size > maxBytes) {
      throw new IOException(key + " has " + size + " bytes; at most " + maxBytes + " are read");
    }
    return Optional.ofNullable(read(Command.GET, key)).map(Replies::bytes);
  }

  private @Nullable Object read(Command command, String key) throws IOException {
    try {
      return redis.call("reading " + key, command, key);
    } catch (RedisAccessException failure) {
      if (isAboutTheKey(failure.failure())) {
        throw failure;
      }
      throw new ClaimCheckOutage(String.valueOf(failure.getMessage()), failure);
    }
  }

  /** Whether the key, rather than Redis or our way to it, is what is wrong. */
  private static boolean isAboutTheKey(RedisFailure failure) {
    return failure == RedisFailure.WRONGTYPE || failure == RedisFailure.OTHER;
  }

  @Override
  public void close() {
    redis.close();
  }
}
