package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.source.StreamGap;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedStreamsReaderTest extends StreamsReaderContract {
  @RegisterExtension
  static final RedisServer redis =
      RedisServer.embedded().setting("appendonly", "yes").setting("appendfsync", "always");

  @Override
  RedisServer redis() {
    return redis;
  }

  @Override
  long counted(long lost) {
    return StreamGap.UNKNOWN;
  }
}
