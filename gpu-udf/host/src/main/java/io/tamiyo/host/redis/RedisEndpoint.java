package io.tamiyo.host.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The Redis of an installation. Its text never holds user or password.
 *
 * <p>A class and not a record, because a record's {@code toString} would print the password.
 */
public final class RedisEndpoint {

  private static final int CONNECT_TIMEOUT_MS = 2000;
  private static final int PROBE_TIMEOUT_MS = 500;
  private static final int READ_TIMEOUT_MS = 5000;

  private final RedisAddress address;
  private final ServerSearch search;
  private final @Nullable SSLSocketFactory sockets;

  private RedisEndpoint(RedisAddress address) {
    this.address = address;
    this.search = new ServerSearch(address);
    Path authorities = address.authorities();
    this.sockets = authorities == null ? null : TrustedAuthorities.sockets(authorities);
  }

  /**
   * Reads {@code redis://user:password@host:port/db}; the address of a server, of sentinels that
   * know the master of a name, or of nodes of a cluster.
   *
   * <ul>
   *   <li>{@code redis-sentinel://user:password@host:port,host:port/db?master=NAME}: user and
   *       password are those of the servers; sentinels are asked without
   *   <li>{@code redis-cluster://user:password@host:port,host:port?tag=TAG}: all keys of the
   *       installation carry this hash tag, so that one node has them all
   *   <li>{@code rediss…} for TLS, with {@code ca=FILE} for the authorities to trust (PEM) in place
   *       of the JVM's; the server's certificate must name the host
   * </ul>
   *
   * @throws IllegalArgumentException when it is no such address; the message leaves it out, since
   *     it may hold a password
   */
  public static RedisEndpoint parse(String url) {
    return new RedisEndpoint(RedisAddress.parse(url));
  }

  /** A server without a login. */
  public static RedisEndpoint of(String host, int port) {
    return parse("redis://" + host + ":" + port);
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
    HostAndPort server = search.find(node -> new Jedis(node, unnamed(connectMs)));
    Jedis jedis = new Jedis(server, config(connectMs, blockMs));
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

  /** For those who know the server: nodes of a cluster have its users, sentinels have none. */
  private JedisClientConfig unnamed(int connectMs) {
    DefaultJedisClientConfig.Builder config = base(connectMs, 0);
    return address.kind() == RedisAddress.Kind.CLUSTER ? withLogin(config) : config.build();
  }

  private JedisClientConfig config(int connectMs, int blockMs) {
    return withLogin(base(connectMs, blockMs).database(address.database()));
  }

  private JedisClientConfig withLogin(DefaultJedisClientConfig.Builder config) {
    return config.user(address.user()).password(address.password()).build();
  }

  private DefaultJedisClientConfig.Builder base(int connectMs, int blockMs) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(connectMs)
            .socketTimeoutMillis(READ_TIMEOUT_MS + blockMs)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    if (!address.isTls()) {
      return config;
    }
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    config.ssl(true).sslParameters(parameters);
    return sockets == null ? config : config.sslSocketFactory(sockets);
  }

  /** Scheme, hosts and ports. */
  @Override
  public String toString() {
    return address.toString();
  }
}
