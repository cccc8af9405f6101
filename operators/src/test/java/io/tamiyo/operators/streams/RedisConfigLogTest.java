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
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

class RedisConfigLogTest {
  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static final StreamNames NAMES = new StreamNames("here");

  private final List<ConfigEntry> read = new ArrayList<>();

  private boolean read(StreamId after) throws IOException {
    read.clear();
    return new RedisConfigLog(redis.connections().options(), NAMES, Duration.ZERO)
        .read(after, read::add);
  }

  @Test
  void findsNothingWhereNothingWasEverSet() throws Exception {
    assertThat(read(StreamId.ZERO)).isFalse();
    assertThat(read).isEmpty();
    assertThat(read(new StreamId(5, 1))).as("there was a stream").isTrue();
  }

  @Test
  void readsAllOfAStreamThatHasNeverGivenWhatWasRead() throws Exception {
    try (Jedis jedis = redis.client()) {
      jedis.xadd(NAMES.config(), XAddParams.xAddParams().id("5-1"), Map.of("n", "1"));
    }
    assertThat(read(new StreamId(5, 1))).isFalse();
    assertThat(read).isEmpty();
    assertThat(read(new StreamId(5, 2))).isTrue();
    assertThat(read).extracting(ConfigEntry::ordinal).containsExactly(1L);
  }

  @Test
  void cutsWhatTheSourceCutsAndReadsOn() throws Exception {
    try (Jedis jedis = redis.client()) {
      for (int i = 1; i <= 3; i++) {
        jedis.xadd(
            NAMES.config().getBytes(StandardCharsets.UTF_8),
            XAddParams.xAddParams().id("5-" + i),
            Map.of("n".getBytes(StandardCharsets.UTF_8), new byte[i == 2 ? 17 << 20 : i]));
      }
    }
    read(StreamId.ZERO);
    assertThat(read)
        .extracting(entry -> Objects.requireNonNull(entry.fields().get("n")).length)
        .containsExactly(1, 16 << 20, 3);
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
