package io.tamiyo.host.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.host.redis.RedisFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class CircuitBreakerTest {

  /** With the longest pauses that chance allows. */
  private final CircuitBreaker breaker =
      new CircuitBreaker(
          LoggerFactory.getLogger(CircuitBreakerTest.class), "a test", bound -> bound - 1);

  @Test
  void opensAtTheFifthFailureAndThenProbesEvery50Ms() {
    assertThat(pauses(Kind.AWAY, 4)).containsExactly(4L, 10L, 20L, 40L);
    assertThat(breaker.isOpen()).isFalse();

    assertThat(pauses(Kind.AWAY, 1000)).containsOnly(50L);
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void asksARedisThatRefusesEverLessOftenUpToAMinute() {
    List<Long> pauses = pauses(Kind.REFUSED, 40);

    assertThat(pauses).isSorted().endsWith(60_000L).startsWith(4L, 10L, 20L, 40L, 160L, 320L);
    assertThat(pauses).allMatch(ms -> ms <= 60_000);
  }

  @Test
  void probesAtOnceWhenARedisThatRefusedIsAway() {
    pauses(Kind.REFUSED, 40);
    assertThat(pauses(Kind.AWAY, 3)).containsExactly(50L, 50L, 50L);
    assertThat(pauses(Kind.REFUSED, 1)).containsExactly(160L);
  }

  @Test
  void isClosedByASuccess() {
    pauses(Kind.AWAY, 7);
    breaker.succeeded();
    breaker.succeeded();

    assertThat(breaker.isOpen()).isFalse();
    assertThat(pauses(Kind.AWAY, 2)).containsExactly(4L, 10L);
  }

  @Test
  void doesNotPauseLessThanHalf() {
    CircuitBreaker hasty =
        new CircuitBreaker(LoggerFactory.getLogger(CircuitBreakerTest.class), "a test", bound -> 0);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pauses.add(hasty.failed(Kind.REFUSED, "no"));
    }
    assertThat(pauses).extracting(Duration::toMillis).containsExactly(2L, 5L, 10L, 20L);
  }

  @Test
  void tellsARedisThatIsAwayFromOneThatRefuses() {
    assertThat(RedisFailure.kind(new JedisConnectionException("reset"))).isEqualTo(Kind.AWAY);
    assertThat(RedisFailure.kind(new JedisDataException("LOADING Redis is loading")))
        .isEqualTo(Kind.AWAY);
    assertThat(RedisFailure.kind(new JedisDataException("READONLY You can't write")))
        .isEqualTo(Kind.AWAY);
    assertThat(RedisFailure.kind(new IllegalStateException(new JedisConnectionException("reset"))))
        .isEqualTo(Kind.AWAY);
    assertThat(RedisFailure.kind(new JedisDataException("OOM command not allowed")))
        .isEqualTo(Kind.REFUSED);
    assertThat(RedisFailure.kind(new IllegalStateException("LOADING"))).isEqualTo(Kind.REFUSED);
  }

  private List<Long> pauses(Kind kind, int count) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pauses.add(breaker.failed(kind, "no").toMillis());
    }
    return pauses;
  }
}
