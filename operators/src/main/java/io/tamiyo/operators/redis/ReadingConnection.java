package io.tamiyo.operators.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A Jedis connection whose replies can be read by a reader of ours, and which connects once. Jedis
 * would open another socket, without logging in, for a command sent after the first was closed: the
 * rest of a transaction would then be executed without its beginning.
 */
final class ReadingConnection extends Connection {
  private static final byte ERROR = '-';

  private @Nullable ReplyReader reader;

  /** Set while the superclass constructs itself, so it has no initializer. */
  private boolean opened;

  ReadingConnection(HostAndPort hostAndPort, JedisClientConfig config) {
    super(hostAndPort, config);
  }

  @Override
  public void connect() {
    if (!opened) {
      super.connect();
      opened = true;
    } else if (!isConnected()) {
      throw new JedisConnectionException("the connection is closed");
    }
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
