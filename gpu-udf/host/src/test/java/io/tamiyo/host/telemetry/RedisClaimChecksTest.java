package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.host.redis.TestingRedis;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class RedisClaimChecksTest {

  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @Test
  void tellsAPayloadThatIsGoneFromARedisThatIs() throws IOException {
    RedisClaimChecks checks = new RedisClaimChecks(redis.endpoint(), NAMES, Duration.ofMinutes(5));
    checks.put("a", new byte[] {1, 2});
    assertThat(checks.get("a", 10)).hasValue(new byte[] {1, 2});
    assertThat(checks.get("b", 10)).isEmpty();
    assertThatThrownBy(() -> checks.get("a", 1)).isInstanceOf(IOException.class);
    try (Jedis jedis = redis.client()) {
      jedis.lpush(NAMES.claimCheck("list"), "x");
    }
    assertThatThrownBy(() -> checks.get("list", 10)).isInstanceOf(IOException.class);

    redis.kill();

    assertThatThrownBy(() -> checks.get("a", 10)).isInstanceOf(ClaimCheckOutage.class);
    redis.start();
  }
}
