package io.tamiyo.host.redis;

import io.tamiyo.contracts.fixtures.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * The real Redis from the jar, on a free port, for the tests of one class. It syncs every write, so
 * that a kill loses nothing that it confirmed; every test finds it running and empty.
 */
public final class TestingRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final Duration START = Duration.ofSeconds(20);

  private final int port = freePort();
  private @Nullable Path directory;
  private @Nullable Process process;

  /** Starts it, or starts it again with the data that it had. */
  public void start() {
    try {
      Path data = directory == null ? Files.createTempDirectory("tamiyo-redis") : directory;
      directory = data;
      String executable = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
      process =
          new ProcessBuilder(
                  List.of(
                      executable,
                      "--port",
                      Integer.toString(port),
                      "--bind",
                      "127.0.0.1",
                      "--dir",
                      data.toString(),
                      "--save",
                      "",
                      "--appendonly",
                      "yes",
                      "--appendfsync",
                      "always"))
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("redis.log").toFile())
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Await.until("Redis answers", START, this::answers);
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() {
    Objects.requireNonNull(process, "not started").destroyForcibly().onExit().join();
  }

  private boolean answers() {
    try (Jedis jedis = client()) {
      return "PONG".equals(jedis.ping());
    } catch (JedisException notYet) {
      return false;
    }
  }

  /** A client for the test itself. */
  public Jedis client() {
    return new Jedis("127.0.0.1", port, 5_000);
  }

  public int port() {
    return port;
  }

  public RedisEndpoint endpoint() {
    return RedisEndpoint.of("127.0.0.1", port);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!Objects.requireNonNull(process).isAlive()) {
      start();
    }
    try (Jedis jedis = client()) {
      jedis.flushAll();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    kill();
    try (Stream<Path> paths = Files.walk(Objects.requireNonNull(directory))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
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
