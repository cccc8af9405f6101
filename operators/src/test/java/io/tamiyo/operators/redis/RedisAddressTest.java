package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @Test
  void readsEveryPartOfAUrl() {
    RedisAddress address = RedisAddress.parse("rediss://tamiyo:p%40ss+w@redis.example:6380/3");

    assertThat(address.tls()).isTrue();
    assertThat(address.host()).isEqualTo("redis.example");
    assertThat(address.port()).isEqualTo(6380);
    assertThat(address.user()).isEqualTo("tamiyo");
    assertThat(address.password()).isEqualTo("p@ss+w");
    assertThat(address.database()).isEqualTo(3);
  }

  @Test
  void fillsInWhatAUrlLeavesOut() {
    RedisAddress address = RedisAddress.parse("redis://localhost");

    assertThat(address.tls()).isFalse();
    assertThat(address.port()).isEqualTo(6379);
    assertThat(address.user()).isNull();
    assertThat(address.password()).isNull();
    assertThat(address.database()).isZero();
    assertThat(address).isEqualTo(RedisAddress.of("localhost", 6379));
    assertThat(address).hasSameHashCodeAs(RedisAddress.of("localhost", 6379));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://:secret@host:1/2", "redis://secret@host:1/2"})
  void neverPrintsThePassword(String url) {
    RedisAddress address = RedisAddress.parse(url);

    assertThat(address.user()).isNull();
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address).hasToString("redis://host:1/2");
    assertThat(RedisConnectionOptions.of(address).toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:secret@host",
        "redis://:secret@/",
        "redis://:sec ret@host",
        "redis://:secret@host/db",
        "redis://:secret@host/-1"
      })
  void refusesWhatIsNoAddressWithoutPrintingThePassword(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisAddress.parse(url))
        .withMessageContaining("Redis address")
        .withMessageNotContaining("secret")
        .withMessageNotContaining("sec ret")
        .withNoCause();
  }
}
