package io.tamiyo.host.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The parts of an address. Its text never holds user or password.
 *
 * <pre>
 * redis://[user:password@]host[:port][/database]
 * redis-sentinel://[user:password@]host[:port][,host[:port]…][/database]?master=NAME
 * redis-cluster://[user:password@]host[:port][,host[:port]…]?tag=TAG
 * </pre>
 *
 * With {@code rediss} in place of {@code redis} by TLS, where {@code ca=FILE} names the authorities
 * to trust (PEM) in place of those of the JVM.
 */
final class RedisAddress {

  /** Who says where the server is. */
  enum Kind {
    SERVER("redis", 6379),
    SENTINEL("redis-sentinel", 26379),
    CLUSTER("redis-cluster", 6379);

    private final String scheme;
    private final int port;

    Kind(String scheme, int port) {
      this.scheme = scheme;
      this.port = port;
    }

    private String scheme(boolean tls) {
      return tls ? scheme.replaceFirst("redis", "rediss") : scheme;
    }
  }

  private static final int MOST_PORTS = 65_535;

  private final Kind kind;
  private final boolean tls;
  private final List<HostAndPort> nodes;
  private final @Nullable String user;
  private final @Nullable String password;
  private final int database;
  private final Map<String, String> options;

  private RedisAddress(URI uri) {
    String scheme = Objects.requireNonNull(uri.getScheme());
    this.tls = scheme.startsWith("rediss");
    this.kind = kind(scheme, tls);
    String authority = Objects.requireNonNull(uri.getRawAuthority());
    int at = authority.lastIndexOf('@');
    String[] login = authority.substring(0, Math.max(0, at)).split(":", 2);
    this.user = decoded(login[0]);
    this.password = login.length == 1 ? null : decoded(login[1]);
    this.nodes = nodes(authority.substring(at + 1), kind.port);
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    this.database = path.isEmpty() ? 0 : Integer.parseInt(path);
    this.options = options(uri.getRawQuery());
    requireOptions();
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when it is none; the message leaves it out, since it may hold
   *     a password
   */
  static RedisAddress parse(String url) {
    try {
      return new RedisAddress(new URI(url));
    } catch (URISyntaxException | RuntimeException malformed) {
      // Left out as a cause on purpose: its message repeats the address with the password.
      throw new IllegalArgumentException(
          "the Redis address is not of the form redis://[user:password@]host[:port][/database],"
              + " redis-sentinel://[user:password@]host[:port],…[/database]?master=NAME or"
              + " redis-cluster://[user:password@]host[:port],…?tag=TAG, with rediss for TLS and"
              + " ca=FILE for its authorities; write special characters of the password"
              + " percent-encoded");
    }
  }

  private static Kind kind(String scheme, boolean tls) {
    for (Kind kind : Kind.values()) {
      if (kind.scheme(tls).equals(scheme)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("scheme");
  }

  private static List<HostAndPort> nodes(String list, int port) {
    List<HostAndPort> nodes = new ArrayList<>();
    for (String node : list.split(",", -1)) {
      int colon = node.lastIndexOf(':');
      boolean bare = colon <= node.lastIndexOf(']');
      String host = bare ? node : node.substring(0, colon);
      int number = bare ? port : Integer.parseInt(node.substring(colon + 1));
      if (host.isEmpty() || number < 1 || number > MOST_PORTS) {
        throw new IllegalArgumentException("node");
      }
      nodes.add(new HostAndPort(host, number));
    }
    return nodes;
  }

  private static @Nullable String decoded(String part) {
    String plus = part.replace("+", "%2B");
    return part.isEmpty() ? null : URLDecoder.decode(plus, StandardCharsets.UTF_8);
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new LinkedHashMap<>();
    if (query != null) {
      for (String option : query.split("&", -1)) {
        String[] parts = option.split("=", 2);
        options.put(parts[0], Objects.requireNonNull(decoded(parts[1])));
      }
    }
    return options;
  }

  private void requireOptions() {
    boolean several = kind != Kind.SERVER;
    boolean known =
        options.keySet().stream()
            .allMatch(
                name ->
                    (name.equals("master") && kind == Kind.SENTINEL)
                        || (name.equals("tag") && kind == Kind.CLUSTER)
                        || (name.equals("ca") && tls));
    boolean complete =
        kind == Kind.SERVER || options.containsKey(kind == Kind.SENTINEL ? "master" : "tag");
    boolean databases = kind != Kind.CLUSTER || database == 0;
    if (!known || !complete || !databases || database < 0 || (nodes.size() > 1 && !several)) {
      throw new IllegalArgumentException("options");
    }
  }

  Kind kind() {
    return kind;
  }

  boolean isTls() {
    return tls;
  }

  /** The server, or who knows where it is. */
  List<HostAndPort> nodes() {
    return nodes;
  }

  @Nullable String user() {
    return user;
  }

  @Nullable String password() {
    return password;
  }

  int database() {
    return database;
  }

  /** The name of the master that sentinels watch. */
  String master() {
    return Objects.requireNonNull(options.get("master"));
  }

  /** The hash tag of all keys of the installation. */
  String tag() {
    return Objects.requireNonNull(options.get("tag"));
  }

  /** The authorities to trust; null for those of the JVM. */
  @Nullable Path authorities() {
    String file = options.get("ca");
    return file == null ? null : Path.of(file);
  }

  /** Scheme, hosts and ports. */
  @Override
  public String toString() {
    List<String> all = nodes.stream().map(HostAndPort::toString).toList();
    return kind.scheme(tls) + "://" + String.join(",", all);
  }
}
