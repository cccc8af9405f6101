package io.tamiyo.operators.redis;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis server is and as whom to log in, read from {@code
 * redis://user:password@host:port/db} or {@code rediss://…} for TLS.
 *
 * <p>A class and not a record, because a record's {@code toString} would print the password: it
 * never appears in text, logs or errors.
 */
public final class RedisAddress implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_PORT = 6379;

  private final boolean tls;
  private final String host;
  private final int port;
  private final @Nullable String user;
  private final @Nullable String password;
  private final int database;

  private RedisAddress(URI uri, boolean tls, String host, int database) {
    this.tls = tls;
    this.host = host;
    this.port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String login = uri.getRawUserInfo();
    int colon = login == null ? -1 : login.indexOf(':');
    this.user = login == null || colon <= 0 ? null : decode(login.substring(0, colon));
    this.password = login == null ? null : decode(login.substring(colon + 1));
    this.database = database;
  }

  /**
   * Reads a URL; {@code redis://password@host} logs in the default user.
   *
   * @throws IllegalArgumentException if it is not such a URL; the message leaves out user and
   *     password
   */
  public static RedisAddress parse(String url) {
    URI uri = parseUri(url);
    String scheme = uri.getScheme();
    boolean tls = "rediss".equals(scheme);
    if (!tls && !"redis".equals(scheme)) {
      throw new IllegalArgumentException(
          "a Redis address starts with redis:// or rediss://, not with '" + scheme + "'");
    }
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException(
          "the Redis address names no host: write redis://host:port, with special characters of"
              + " the password percent-encoded");
    }
    return new RedisAddress(uri, tls, host, database(uri.getPath()));
  }

  /** An address without a login, as tests and local servers use it. */
  public static RedisAddress of(String host, int port) {
    return parse("redis://" + host + ":" + port);
  }

  private static URI parseUri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException malformed) {
      // The cause is left out on purpose: its message repeats the URL with the password.
      throw new IllegalArgumentException(
          "the Redis address is not a URL ("
              + malformed.getReason()
              + "): write redis://host:port");
    }
  }

  private static int database(@Nullable String path) {
    String number = path == null ? "" : path.replaceFirst("^/", "");
    if (number.isEmpty()) {
      return 0;
    }
    if (!number.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "the path of a Redis address is a database number, not '" + number + "'");
    }
    return Integer.parseInt(number);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Whether the connection is encrypted. */
  public boolean tls() {
    return tls;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** The user to log in, or null for the default user. */
  public @Nullable String user() {
    return user;
  }

  /** The password, or null where none is given. */
  public @Nullable String password() {
    return password;
  }

  /** The number of the database, 0 by default. */
  public int database() {
    return database;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisAddress that
        && tls == that.tls
        && host.equals(that.host)
        && port == that.port
        && Objects.equals(user, that.user)
        && Objects.equals(password, that.password)
        && database == that.database;
  }

  @Override
  public int hashCode() {
    return Objects.hash(tls, host, port, user, database);
  }

  /** Scheme, host, port and database; neither user nor password. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://")
        + host
        + ":"
        + port
        + (database == 0 ? "" : "/" + database);
  }
}
