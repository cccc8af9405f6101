package io.tamiyo.operators.redis;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server on a free port for the tests of one class; every test starts with it running
 * and empty. Use it as {@code @RegisterExtension static final RedisServer redis =
 * RedisServer.embedded();}
 */
public final class RedisServer
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, AutoCloseable {
  private static final Path SYSTEM_SERVER = Path.of("/usr/bin/redis-server");
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final boolean embedded;
  private final Map<String, String> settings = new TreeMap<>();
  private final int port = freePort();
  private @Nullable Path directory;
  private @Nullable Process process;

  private RedisServer(boolean embedded) {
    this.embedded = embedded;
    settings.put("save", "");
    settings.put("bind", "127.0.0.1");
  }

  /** The server that comes in a jar (6.2): it runs wherever the tests run. */
  public static RedisServer embedded() {
    return new RedisServer(true);
  }

  /**
   * The server (7 or later) of this machine. Where it is missing the tests are skipped with a line
   * that names it; with {@code CI=true} they fail.
   */
  public static RedisServer system() {
    return new RedisServer(false);
  }

  /** Adds a line of redis.conf, before the start. */
  public RedisServer setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Starts it, if it does not run, and waits until it answers. */
  public RedisServer start() {
    if (process != null && process.isAlive()) {
      return this;
    }
    try {
      if (directory == null) {
        directory = Files.createTempDirectory("tamiyo-redis");
      }
      process =
          new ProcessBuilder(command(executable(), directory))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("redis.log").toFile())
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Await.until(START_TIMEOUT, this::answers);
    return this;
  }

  private List<String> command(String executable, Path directory) {
    List<String> command =
        new ArrayList<>(
            List.of(executable, "--port", String.valueOf(port), "--dir", directory.toString()));
    settings.forEach(
        (name, value) -> {
          command.add("--" + name);
          command.addAll(value.isEmpty() ? List.of("") : List.of(value.split(" ")));
        });
    return command;
  }

  private String executable() throws IOException {
    if (embedded) {
      return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
    }
    return SYSTEM_SERVER.toString();
  }

  private boolean answers() {
    try (Jedis jedis = client()) {
      return "PONG".equals(jedis.ping());
    } catch (RuntimeException notYet) {
      return false;
    }
  }

  /** Kills it as {@code kill -9} does; its data directory stays. */
  public void kill() {
    Process running = Objects.requireNonNull(process, "not started");
    running.destroyForcibly().onExit().join();
  }

  /** A client of its own, logged in. */
  public Jedis client() {
    Jedis jedis = new Jedis("127.0.0.1", port, 5_000);
    String password = settings.get("requirepass");
    if (password != null) {
      jedis.auth(password);
    }
    return jedis;
  }

  public int port() {
    return port;
  }

  public String url() {
    String password = settings.get("requirepass");
    return "redis://" + (password == null ? "" : ":" + password + "@") + "127.0.0.1:" + port;
  }

  public RedisConnections connections() {
    return new RedisConnections(RedisConnectionOptions.of(url()));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!embedded && !Files.isExecutable(SYSTEM_SERVER)) {
      String line = "needs redis-server 7 at " + SYSTEM_SERVER + ", which this machine lacks";
      if ("true".equals(System.getenv("CI"))) {
        fail(line);
      }
      Assumptions.abort(line);
    }
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    start();
    try (Jedis jedis = client()) {
      jedis.flushAll();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      kill();
    }
    if (directory != null) {
      deleteTree(directory);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
