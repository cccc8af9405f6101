package io.tamiyo.host.telemetry;

import io.tamiyo.host.redis.RedisEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ClientKillParams;

/**
 * The connection of a publisher, and the one before it: what that had sent may still lie unread in
 * Redis' buffers, and would be carried out after we have looked what has arrived. So it is killed
 * first, on the same run of the server; another run knows nothing of it, and gives its number to
 * somebody else.
 */
final class PublisherConnection {

  /** A connection as the server knows it. */
  private record Known(String runId, long clientId) {}

  private static final Logger LOG = LoggerFactory.getLogger(PublisherConnection.class);
  private static final String RUN_ID = "run_id:";

  private final RedisEndpoint redis;
  private @Nullable Known previous;
  private volatile @Nullable Jedis current;

  PublisherConnection(RedisEndpoint redis) {
    this.redis = redis;
  }

  /**
   * Connects, after which nothing arrives that was sent before.
   *
   * @param probe whether to give up early
   */
  Jedis open(boolean probe) {
    Jedis jedis = probe ? redis.probe(0) : redis.connect();
    current = jedis;
    Known now = identify(jedis);
    Known before = previous;
    if (now != null && before != null && now.runId().equals(before.runId())) {
      jedis.clientKill(ClientKillParams.clientKillParams().id(Long.toString(before.clientId())));
    }
    previous = now;
    return jedis;
  }

  private static @Nullable Known identify(Jedis jedis) {
    try {
      Optional<String> runId =
          jedis.info("server").lines().filter(line -> line.startsWith(RUN_ID)).findFirst();
      return runId.isPresent() ? new Known(runId.get(), jedis.clientId()) : null;
    } catch (JedisDataException refused) {
      LOG.warn(
          "Redis does not let this host ask INFO and CLIENT ({}); after a broken connection a"
              + " message may arrive twice, with the same sequence",
          refused.getMessage());
      return null;
    }
  }

  /** Breaks the connection, whatever it is waiting for. */
  void abort() {
    Jedis open = current;
    if (open != null) {
      RedisEndpoint.abort(open);
    }
  }
}
