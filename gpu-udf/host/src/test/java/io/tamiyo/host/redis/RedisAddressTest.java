package io.tamiyo.host.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis://h redis://h:6379",
        "redis://h:1/ redis://h:1",
        "redis://u:p@h:1/3 redis://h:1",
        "redis://:p@h redis://h:6379",
        "redis://[::1]:7 redis://[::1]:7",
        "redis://[::1] redis://[::1]:6379",
        "rediss://h?ca=/etc/ca.pem rediss://h:6379",
        "redis-sentinel://u:p@a,b:2/1?master=m redis-sentinel://a:26379,b:2",
        "rediss-sentinel://a?master=m&ca=ca.pem rediss-sentinel://a:26379",
        "redis-cluster://a:1,b:2,c?tag=prod redis-cluster://a:1,b:2,c:6379",
        "rediss-cluster://a?tag=prod rediss-cluster://a:6379"
      })
  void saysHostsAndPortsAndNothingElse(String url, String text) {
    assertThat(RedisAddress.parse(url)).hasToString(text);
  }

  @Test
  void knowsWhoLogsInWhereAndHow() {
    RedisAddress address =
        RedisAddress.parse(
            "rediss-sentinel://a%3Ab:p%40%2f+%25@one:1,two/3?master=my%20m&ca=%2Fetc%2Fca.pem");

    assertThat(address.user()).isEqualTo("a:b");
    assertThat(address.password()).isEqualTo("p@/+%");
    assertThat(address.nodes())
        .containsExactly(new HostAndPort("one", 1), new HostAndPort("two", 26379));
    assertThat(address.database()).isEqualTo(3);
    assertThat(address.master()).isEqualTo("my m");
    assertThat(address.isTls()).isTrue();
    assertThat(address.authorities()).isEqualTo(Path.of("/etc/ca.pem"));
    assertThat(RedisAddress.parse("redis-cluster://a?tag=t").tag()).isEqualTo("t");
    assertThat(RedisAddress.parse("redis://:p@a").user()).isNull();
    assertThat(RedisAddress.parse("redis://a").password()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "secret:1",
        "http://u:secret@h",
        "redis://",
        "redis://u:secret@",
        "redis://u:secret@h:99999",
        "redis://u:secret@h:0",
        "redis://u:secret@h:x",
        "redis://u:secret@a,b",
        "redis://u:secret@h/x",
        "redis://u:secret@h/-1",
        "redis://u:secret@h?ca=f",
        "rediss://u:secret@h?cert=f",
        "rediss://u:secret@h?ca",
        "redis-sentinel://u:secret@h",
        "redis-sentinel://u:secret@h?tag=t",
        "redis-cluster://u:secret@h",
        "redis-cluster://u:secret@h/1?tag=t",
        "redis-cluster://u:secret@a,,b?tag=t",
        "redis://u:secret@h h",
        "redis://u:%zzsecret@h"
      })
  void refusesWhatIsNoAddressWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not of the form redis://")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
