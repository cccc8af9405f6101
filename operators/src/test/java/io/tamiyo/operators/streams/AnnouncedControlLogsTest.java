package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class AnnouncedControlLogsTest {
  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @Test
  void namesTheControlLogOfEachRegisteredLayerThoughItDoesNotExist() throws Exception {
    StreamNames names = new StreamNames("here");
    try (Jedis jedis = redis.client()) {
      jedis.hset(
          names.layers(),
          Map.of("encoder.0", names.inbound("encoder.0"), "b", "elsewhere", "../x", "y", "*", "z"));
    }

    assertThat(announced(names)).containsExactly(names.control("b"), names.control("encoder.0"));
  }

  @Test
  void namesNothingWhereNoLayerIsRegistered() throws Exception {
    assertThat(announced(StreamNames.unnamed())).isEmpty();
  }

  private static Set<String> announced(StreamNames names) throws RedisAccessException {
    try (RedisConnection connection = redis.connections().open()) {
      return new AnnouncedControlLogs(names).announced(connection);
    }
  }
}
