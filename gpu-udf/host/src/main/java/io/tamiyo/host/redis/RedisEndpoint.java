package io.tamiyo.host.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The Redis of an installation. Its text never holds user or password.
 *
 * <p>A class and not a record, because a record's {@code toString} would print the password.
 */
public final class RedisEndpoint {

  private static final int CONNECT_TIMEOUT_MS = 2000;
  private static final int PROBE_TIMEOUT_MS = 500;
  private static final int READ_TIMEOUT_MS = 5000;

  private final URI uri;

  private RedisEndpoint(URI uri) {
    this.uri = uri;
  }

  /**
   * Reads {@code redis://user:password@host:port/db}, or {@code rediss://…} for TLS.
   *
   * @throws IllegalArgumentException when it is no such address; the message leaves it out, since
   *     it may hold a password
   */
  public static RedisEndpoint parse(String url) {
    URI uri = uri(url);
    boolean known = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
    if (!known || uri.getHost() == null) {
      throw notAnAddress();
    }
    return new RedisEndpoint(uri);
  }

  /** A server without a login. */
  public static RedisEndpoint of(String host, int port) {
    return parse("redis://" + host + ":" + port);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException malformed) {
      // Left out as a cause on purpose: its message repeats the address with the password.
      throw notAnAddress();
    }
  }

  private static IllegalArgumentException notAnAddress() {
    return new IllegalArgumentException(
        "the Redis address is not of the form redis://[user:password@]host[:port][/database]; write"
            + " special characters of the password percent-encoded");
  }

  /** Opens a connection for commands that do not block. */
  public Jedis connect() {
    return connect(0);
  }

  /**
   * Opens a connection and logs in.
   *
   * @param blockMs how long a command on it may block by itself
   * @throws JedisException when the server does not answer or refuses
   */
  public Jedis connect(int blockMs) {
    return connect(CONNECT_TIMEOUT_MS, blockMs);
  }

  /**
   * As {@link #connect(int)}, but gives up early where nobody answers at all, so that the next
   * attempt is soon.
   */
  public Jedis probe(int blockMs) {
    return connect(PROBE_TIMEOUT_MS, blockMs);
  }

  private Jedis connect(int connectMs, int blockMs) {
    Jedis jedis = new Jedis(address(), config(connectMs, blockMs));
    try {
      jedis.ping();
      return jedis;
    } catch (JedisException refused) {
      jedis.close();
      throw refused;
    }
  }

  /** Breaks a connection at once, whatever another thread waits for on it. */
  public static void abort(Jedis jedis) {
    try {
      jedis.getConnection().forceDisconnect();
    } catch (IOException undeclared) {
      throw new UncheckedIOException("can't close a connection to Redis", undeclared);
    }
  }

  private HostAndPort address() {
    int port = uri.getPort() < 0 ? 6379 : uri.getPort();
    return new HostAndPort(uri.getHost(), port);
  }

  private JedisClientConfig config(int connectMs, int blockMs) {
    return DefaultJedisClientConfig.builder()
        .user(JedisURIHelper.getUser(uri))
        .password(JedisURIHelper.getPassword(uri))
        .database(JedisURIHelper.getDBIndex(uri))
        .ssl(JedisURIHelper.isRedisSSLScheme(uri))
        .connectionTimeoutMillis(connectMs)
        .socketTimeoutMillis(READ_TIMEOUT_MS + blockMs)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return uri.getScheme() + "://" + address();
  }
}
