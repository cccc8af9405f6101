package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisFailureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "CLUSTERDOWN The cluster is down",
        "MASTERDOWN Link with MASTER is down",
        "READONLY You can't write against a read only replica.",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "MISCONF Redis is configured to save RDB snapshots, but it's unable to persist",
        "EXECABORT Transaction discarded because of previous errors.",
        "UNBLOCKED force unblock from blocking operation, instance state changed",
        "ERR max number of clients reached",
      })
  void retriesWhatMayPass(String reply) {
    assertThat(RedisFailure.classify(new JedisDataException(reply)).retryable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOAUTH | NOAUTH Authentication required.",
        "WRONGPASS | WRONGPASS invalid username-password pair or user is disabled.",
        "WRONGPASS | ERR invalid password",
        "WRONGPASS | ERR AUTH <password> called without any password configured",
        "NOPERM | NOPERM this user has no permissions to run the 'xread' command",
        "WRONGTYPE | WRONGTYPE Operation against a key holding the wrong kind of value",
        "CROSSSLOT | CROSSSLOT Keys in request don't hash to the same slot",
        "OTHER | ERR unknown command",
        "OTHER | IO is no word of Redis",
      })
  void givesUpOnWhatCannotPass(RedisFailure expected, String reply) {
    RedisFailure failure = RedisFailure.classify(new JedisDataException(reply));

    assertThat(failure).isEqualTo(expected);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.remedy()).isNotBlank();
  }

  @Test
  void takesEveryInterruptionOfTheConnectionForOneThatPasses() {
    assertThat(RedisFailure.classify(new JedisConnectionException("Read timed out")))
        .isEqualTo(RedisFailure.IO);
    assertThat(RedisFailure.classify(new RuntimeException(new IOException("reset"))))
        .isEqualTo(RedisFailure.IO);
    assertThat(RedisFailure.classify(new RuntimeException("a bug"))).isEqualTo(RedisFailure.OTHER);
    assertThat(RedisFailure.classify(new JedisDataException((String) null)))
        .isEqualTo(RedisFailure.OTHER);
  }
}
