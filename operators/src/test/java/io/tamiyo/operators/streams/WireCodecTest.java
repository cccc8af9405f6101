package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class WireCodecTest {

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private final StreamNames names = StreamNames.unnamed();

  @Test
  void writesWhatItReads() throws Exception {
    LayerHealthReport report = Fixtures.report("enc.1").seeds(3).build();
    try (EntryCodec codec =
        WireCodec.factory(RedisConnectionOptions.of(redis.url()), names).open()) {
      Map<String, byte[]> fields =
          codec.write(Fixtures.entry("LayerHealthReport", "enc.1", 4), List.of(report));
      assertThat(codec.header(fields).sequence()).isEqualTo(4);
      assertThat(codec.read(fields)).containsExactly(new Decoded.Good(report));
    }
  }

  @Test
  void keepsAPayloadInRedisForAWhile() throws Exception {
    try (RedisClaimChecks checks = checks(Duration.ofHours(1));
        Jedis client = redis.client()) {
      checks.put("one", new byte[] {1, 2, 3});
      assertThat(checks.get("one", 3))
          .hasValueSatisfying(payload -> assertThat(payload).containsExactly(1, 2, 3));
      assertThat(client.pttl(names.claimCheck("one"))).isBetween(1L, 3_600_000L);
      assertThat(checks.get("two", 3)).isEmpty();
    }
  }

  @Test
  void refusesAPayloadAboveItsBoundBeforeItIsRead() throws Exception {
    try (RedisClaimChecks checks = checks(Duration.ofHours(1))) {
      checks.put("one", new byte[100]);
      assertThatThrownBy(() -> checks.get("one", 99))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("100 bytes");
    }
  }

  @Test
  void saysWhereRedisIsWhenItIsAwayAndGoesOnWhenItIsBack() throws Exception {
    try (RedisClaimChecks checks = checks(Duration.ofHours(1))) {
      checks.put("one", new byte[1]);
      redis.kill();
      assertThatThrownBy(() -> checks.get("one", 9)).isInstanceOf(IOException.class);
      redis.start();
      assertThat(checks.get("one", 9)).isEmpty();
    }
  }

  private RedisClaimChecks checks(Duration timeToLive) {
    return new RedisClaimChecks(redis.connections(), names, timeToLive);
  }
}
