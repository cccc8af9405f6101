package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class SystemStreamsEnumeratorTest extends StreamsEnumeratorContract {
  @RegisterExtension static final RedisServer redis = RedisServer.system();

  @Override
  RedisServer redis() {
    return redis;
  }

  @Override
  long counted(long entries) {
    return entries;
  }
}
