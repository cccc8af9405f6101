package io.tamiyo.operators.redis.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.sink.StreamAppend;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

class LayerRegistryTest {
  private static final String HASH = "tamiyo.layers";
  private static final String STREAM = "in.shard";

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private final LayerRegistry registry = new LayerRegistry(HASH, "layer");
  private Jedis jedis = new Jedis();

  @BeforeEach
  void connect() {
    jedis = redis.client();
    jedis.hset(HASH, Map.of("a", STREAM, "b", STREAM));
    append(1, Map.of("layer", "a", "type", "Tick"));
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  private void append(long ms, Map<String, String> fields) {
    jedis.xadd(STREAM, new StreamEntryID(ms, 0), fields);
  }

  private boolean forget(String stream) throws Exception {
    try (RedisConnection connection = redis.connections().open()) {
      byte[] layer = "a".getBytes(StandardCharsets.UTF_8);
      StreamAppend farewell = StreamAppend.of(stream, Map.of("layer", layer));
      return registry.forget(connection, "a", farewell, new StreamId(1, 0));
    }
  }

  @Test
  void takesALayerOutAndSaysSoWhateverComesOfTheOthers() throws Exception {
    append(2, Map.of("type", "Heartbeat", "layer", "b"));

    assertThat(forget(STREAM)).isTrue();

    assertThat(jedis.hgetAll(HASH)).containsOnlyKeys("b");
    assertThat(jedis.xlen(STREAM)).isEqualTo(3);
    assertThat(forget(STREAM)).as("it is out already").isFalse();
    assertThat(jedis.xlen(STREAM)).isEqualTo(3);
  }

  @Test
  void leavesALayerOfWhichThereIsNews() throws Exception {
    append(2, Map.of("type", "Heartbeat", "layer", "a"));
    assertLeftAlone(STREAM);
  }

  @Test
  void leavesALayerOfWhichAnEntryWithoutALayerMayBe() throws Exception {
    append(2, Map.of("type", "Heartbeat"));
    assertLeftAlone(STREAM);
  }

  @Test
  void leavesALayerWhereMoreIsUnreadThanItLooksAt() throws Exception {
    for (int i = 2; i < 1_002; i++) {
      append(i, Map.of("layer", "b"));
    }
    assertLeftAlone(STREAM);
  }

  @Test
  void leavesALayerThatHasMoved() throws Exception {
    assertLeftAlone("in.elsewhere");
    assertThat(jedis.exists("in.elsewhere")).isFalse();
  }

  private void assertLeftAlone(String stream) throws Exception {
    long before = jedis.xlen(STREAM);
    assertThat(forget(stream)).isFalse();
    assertThat(jedis.hgetAll(HASH)).containsKeys("a", "b");
    assertThat(jedis.xlen(STREAM)).isEqualTo(before);
  }
}
