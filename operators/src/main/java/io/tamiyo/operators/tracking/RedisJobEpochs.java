package io.tamiyo.operators.tracking;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Epochs in a Redis hash {@code {epoch, holder, until}}, changed by scripts alone, by the clock of
 * the server. Calls come from one thread; a connection that breaks is replaced at the next call.
 */
public final class RedisJobEpochs implements JobEpochs {

  /** KEYS: the hash. ARGV: lineage, floor, lease, grace, 1 for a takeover. */
  private static final String ACQUIRE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local held = redis.call('HMGET', KEYS[1], 'epoch', 'holder', 'until')
      local ends = tonumber(held[3]) or 0
      if held[2] and held[2] ~= ARGV[1] and now < ends + ARGV[4] and ARGV[5] ~= '1' then
        return {'refused', held[2], string.format('%.0f', ends)}
      end
      local epoch = math.max((tonumber(held[1]) or 0) + 1, ARGV[2] + 1, now)
      local granted = string.format('%.0f', epoch)
      redis.call('HSET', KEYS[1], 'epoch', granted, 'holder', ARGV[1],
          'until', string.format('%.0f', now + ARGV[3]))
      return {'granted', granted}
      """;

  /** KEYS: the hash. ARGV: lineage, lease, epoch. */
  private static final String RENEW =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local holder = redis.call('HGET', KEYS[1], 'holder')
      if holder and holder ~= ARGV[1] then
        return 0
      end
      redis.call('HSET', KEYS[1], 'holder', ARGV[1],
          'until', string.format('%.0f', now + ARGV[2]))
      redis.call('HSETNX', KEYS[1], 'epoch', ARGV[3])
      return 1
      """;

  private final RedisConnections connections;
  private final String key;
  private final long leaseMs;
  private volatile @Nullable RedisConnection connection;
  private volatile boolean closed;

  /**
   * @param key the hash
   * @param lease how long a lease lasts
   */
  public RedisJobEpochs(RedisConnections connections, String key, Duration lease) {
    this.connections = connections;
    this.key = key;
    this.leaseMs = lease.toMillis();
  }

  /** Opens the port wherever the operator runs; it connects at the first call. */
  public static JobEpochs.Factory factory(
      RedisConnectionOptions redis, String key, LeaseOptions options) {
    Duration lease = options.lease();
    return () -> new RedisJobEpochs(new RedisConnections(redis), key, lease);
  }

  @Override
  public Answer acquire(Claim claim) throws IOException {
    Object reply =
        call(
            "acquiring a job epoch in " + key,
            ACQUIRE,
            claim.lineage(),
            claim.floor(),
            leaseMs,
            claim.graceMs(),
            claim.takeover() ? 1 : 0);
    List<?> answer = Replies.list(reply);
    if (Replies.text(answer.get(0)).equals("granted")) {
      return new Answer.Granted(Long.parseLong(Replies.text(answer.get(1))));
    }
    return new Answer.Refused(
        Replies.text(answer.get(1)), Long.parseLong(Replies.text(answer.get(2))));
  }

  @Override
  public boolean renew(String lineage, long epoch) throws IOException {
    return Replies.number(call("renewing the lease in " + key, RENEW, lineage, leaseMs, epoch))
        == 1;
  }

  private @Nullable Object call(String doing, String script, Object... arguments)
      throws IOException {
    RedisConnection current = open();
    Object[] all = new Object[arguments.length + 3];
    all[0] = script;
    all[1] = 1;
    all[2] = key;
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    try {
      return current.call(Command.EVAL, all);
    } catch (JedisException failed) {
      disconnect();
      throw RedisAccessException.of(connections.address(), doing, failed);
    }
  }

  private RedisConnection open() throws IOException {
    RedisConnection current = connection;
    if (current == null) {
      current = connections.open();
      connection = current;
    }
    if (closed) {
      current.close();
      throw new IOException("the job epochs in " + key + " were closed");
    }
    return current;
  }

  private void disconnect() {
    RedisConnection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }

  /** May be called while another thread waits for a reply, which ends then. */
  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
