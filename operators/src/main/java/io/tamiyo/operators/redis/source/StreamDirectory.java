package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.RedisConnection;
import java.io.Serializable;
import java.util.Set;

/**
 * Names streams before they exist, so that their first entries need not wait until a search finds
 * them.
 */
@FunctionalInterface
public interface StreamDirectory extends Serializable {

  /** The names of all that are announced, as of now; they need not exist yet. */
  Set<String> announced(RedisConnection connection);

  /** Announces nothing. */
  static StreamDirectory none() {
    return connection -> Set.of();
  }
}
