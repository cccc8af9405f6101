package io.tamiyo.operators.redis;

import java.io.Serializable;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections to one server. */
public final class RedisConnections implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RedisConnectionOptions options;

  public RedisConnections(RedisConnectionOptions options) {
    this.options = options;
  }

  public RedisConnectionOptions options() {
    return options;
  }

  public RedisAddress address() {
    return options.address();
  }

  /** Opens a connection for commands that do not block. */
  public RedisConnection open() throws RedisAccessException {
    return open(Duration.ZERO);
  }

  /**
   * Opens a connection and logs in.
   *
   * @param longestBlock how long a command sent on it may block by itself
   * @throws RedisAccessException if the server does not answer, or refuses the login
   */
  public RedisConnection open(Duration longestBlock) throws RedisAccessException {
    try {
      ReadingConnection connection =
          new ReadingConnection(hostAndPort(), clientConfig(longestBlock));
      return identified(connection);
    } catch (JedisException refused) {
      throw RedisAccessException.of(address(), "connecting", refused);
    }
  }

  /**
   * Asks for the connection's number. A server that wants a login answers NOAUTH to this first
   * command; one that merely forbids CLIENT to this user can still be read.
   */
  private RedisConnection identified(ReadingConnection connection) {
    try {
      connection.sendCommand(Command.CLIENT, "ID");
      Long id = connection.getIntegerReply();
      return new RedisConnection(connection, id);
    } catch (JedisException refused) {
      if (RedisFailure.classify(refused) == RedisFailure.NOPERM) {
        return new RedisConnection(connection, RedisConnection.NO_CLIENT_ID);
      }
      // Also when no answer came: whoever tries again must not leave a socket behind each time.
      connection.close();
      throw refused;
    }
  }

  private HostAndPort hostAndPort() {
    return new HostAndPort(address().host(), address().port());
  }

  private JedisClientConfig clientConfig(Duration longestBlock) {
    return DefaultJedisClientConfig.builder()
        .user(address().user())
        .password(address().password())
        .database(address().database())
        .ssl(address().tls())
        .connectionTimeoutMillis(Math.toIntExact(options.connectTimeout().toMillis()))
        .socketTimeoutMillis(Math.toIntExact(options.readTimeout().plus(longestBlock).toMillis()))
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }
}
