package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;

class SystemRedisConnectionsTest extends RedisConnectionsContract {
  @RegisterExtension
  static final RedisServer redis = RedisServer.system().setting("requirepass", PASSWORD);

  @Override
  RedisServer redis() {
    return redis;
  }

  @Override
  void assertCounts(StreamInfo info) {
    assertThat(info.entriesAdded()).isEqualTo(5);
    assertThat(info.removed()).isEqualTo(2);
    assertThat(info.deletions()).isFalse();
  }
}
