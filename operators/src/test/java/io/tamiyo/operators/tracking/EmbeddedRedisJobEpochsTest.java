package io.tamiyo.operators.tracking;

import io.tamiyo.operators.redis.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedRedisJobEpochsTest extends RedisJobEpochsContract {

  @RegisterExtension static final RedisServer REDIS = RedisServer.embedded();

  EmbeddedRedisJobEpochsTest() {
    super(REDIS);
  }
}
