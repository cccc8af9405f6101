package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

class RedisConfigLogTest {
  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static final StreamNames NAMES = new StreamNames("here");

  private final List<ConfigEntry> read = new ArrayList<>();

  private void read(StreamId after) throws IOException {
    read.clear();
    new RedisConfigLog(redis.connections().options(), NAMES, Duration.ZERO).read(after, read::add);
  }

  @Test
  void findsNothingWhereNothingWasEverSet() throws Exception {
    read(StreamId.ZERO);
    assertThat(read).isEmpty();
  }

  @Test
  void readsPagesToTheEndInTheirOrder() throws Exception {
    try (Jedis jedis = redis.client();
        Pipeline pipeline = jedis.pipelined()) {
      for (int i = 1; i <= 400; i++) {
        pipeline.xadd(NAMES.config(), XAddParams.xAddParams().id("5-" + i), Map.of("n", "" + i));
      }
    }
    read(StreamId.ZERO);
    assertThat(read).hasSize(400);
    assertThat(read).extracting(ConfigEntry::ordinal).isSorted();
    assertThat(read.get(399).stream()).isEqualTo("here.kasmina.config");
    assertThat(new String(read.get(399).fields().get("n"), StandardCharsets.UTF_8))
        .isEqualTo("400");
    read(new StreamId(5, 398));
    assertThat(read).extracting(ConfigEntry::ordinal).containsExactly(399L, 400L);
  }

  @Test
  void saysWhichStreamCannotBeRead() throws Exception {
    try (Jedis jedis = redis.client()) {
      jedis.set(NAMES.config(), "no stream");
    }
    assertThatThrownBy(() -> read(StreamId.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reading here.kasmina.config");
  }
}
