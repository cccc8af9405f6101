package io.tamiyo.operators.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.util.RedisInputStream;

/** A Jedis connection whose replies can be read by a reader of ours. */
final class ReadingConnection extends Connection {
  private static final byte ERROR = '-';

  private @Nullable ReplyReader reader;

  ReadingConnection(HostAndPort hostAndPort, JedisClientConfig config) {
    super(hostAndPort, config);
  }

  void readNextWith(ReplyReader nextReader) {
    reader = nextReader;
    try {
      getOne();
    } finally {
      reader = null;
    }
  }

  @Override
  protected @Nullable Object protocolRead(RedisInputStream in) {
    if (reader == null || in.peek(ERROR)) {
      return super.protocolRead(in);
    }
    reader.read(in);
    return null;
  }
}
