package io.tamiyo.operators.tracking;

import io.tamiyo.operators.redis.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class SystemRedisJobEpochsTest extends RedisJobEpochsContract {

  @RegisterExtension static final RedisServer REDIS = RedisServer.system();

  SystemRedisJobEpochsTest() {
    super(REDIS);
  }
}
