package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedStreamsEnumeratorTest extends StreamsEnumeratorContract {
  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @Override
  RedisServer redis() {
    return redis;
  }

  @Override
  long counted(long entries) {
    return StreamInfo.UNKNOWN;
  }
}
