package io.tamiyo.host.bench;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.RedisEndpoint;
import redis.clients.jedis.Jedis;

/** What a host of one layer leaves in Redis. */
final class BenchKeys {

  private BenchKeys() {}

  /** Deletes it, so that a Redis that is used for more than a benchmark is as it was before. */
  static void delete(RedisEndpoint redis, StreamNames names, String layer) {
    try (Jedis jedis = redis.connect()) {
      jedis.del(
          names.control(layer),
          names.inbound(layer),
          names.emergency(),
          names.layers(),
          names.hostEpoch(),
          names.producerEpoch());
    }
  }
}
