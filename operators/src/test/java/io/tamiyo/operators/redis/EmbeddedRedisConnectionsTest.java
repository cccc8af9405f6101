package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedRedisConnectionsTest extends RedisConnectionsContract {
  @RegisterExtension
  static final RedisServer redis = RedisServer.embedded().setting("requirepass", PASSWORD);

  @Override
  RedisServer redis() {
    return redis;
  }

  @Override
  void assertCounts(StreamInfo info) {
    assertThat(info.entriesAdded()).isEqualTo(StreamInfo.UNKNOWN);
    assertThat(info.removed()).isEqualTo(StreamInfo.UNKNOWN);
    assertThat(info.deletions()).isTrue();
  }
}
