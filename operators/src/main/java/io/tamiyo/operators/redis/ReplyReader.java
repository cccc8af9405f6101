package io.tamiyo.operators.redis;

import redis.clients.jedis.util.RedisInputStream;

/** Reads one reply off the wire (RESP2), its type byte included. */
@FunctionalInterface
public interface ReplyReader {

  /** Reads exactly one reply; an error reply never gets here. */
  void read(RedisInputStream in);
}
