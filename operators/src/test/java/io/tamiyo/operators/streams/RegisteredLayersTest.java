package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class RegisteredLayersTest {
  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @Test
  void leavesOutWhatCanBeNoLayerAndKeepsTheRest() throws Exception {
    StreamNames names = new StreamNames("here");
    try (Jedis jedis = redis.client();
        RedisConnection connection = redis.connections().open()) {
      jedis.hset(names.layers(), Map.of("encoder.0", "in.0", "../x", "in.0", "", "in.0"));

      assertThat(new RegisteredLayers(names).layers(connection))
          .isEqualTo(Map.of("encoder.0", "in.0"));
    }
  }
}
