package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class SystemStreamsWriterTest extends StreamsWriterContract {
  @RegisterExtension
  static final RedisServer redis =
      RedisServer.system().setting("appendonly", "yes").setting("appendfsync", "always");

  @Override
  RedisServer redis() {
    return redis;
  }
}
