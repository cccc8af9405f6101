package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Claim checks as Redis keys that expire. For one thread; connects when the first one is needed.
 */
public final class RedisClaimChecks implements ClaimCheckStore, AutoCloseable {

  private final RedisConnections connections;
  private final StreamNames names;
  private final Duration timeToLive;
  private @Nullable RedisConnection connection;

  /**
   * @param timeToLive after which a payload is forgotten
   */
  public RedisClaimChecks(RedisConnections connections, StreamNames names, Duration timeToLive) {
    this.connections = connections;
    this.names = names;
    this.timeToLive = timeToLive;
  }

  @Override
  public void put(String id, byte[] payload) throws IOException {
    call(Command.SET, names.claimCheck(id), payload, "PX", Long.toString(timeToLive.toMillis()));
  }

  @Override
  public Optional<byte[]> get(String id, int maxBytes) throws IOException {
    String key = names.claimCheck(id);
    long size = Replies.number(call(Command.STRLEN, key));
    if (size == 0) {
      return Optional.empty();
    }
    if (size > maxBytes) {
      throw new IOException(key + " has " + size + " bytes; at most " + maxBytes + " are read");
    }
    return Optional.ofNullable(call(Command.GET, key)).map(Replies::bytes);
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private @Nullable Object call(Command command, Object... arguments) throws IOException {
    try {
      if (connection == null) {
        connection = connections.open();
      }
      return connection.call(command, arguments);
    } catch (JedisException e) {
      close();
      throw new IOException("claim checks at " + connections.address() + ": " + e.getMessage(), e);
    }
  }
}
