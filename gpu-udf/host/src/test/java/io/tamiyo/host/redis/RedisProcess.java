package io.tamiyo.host.redis;

import io.tamiyo.contracts.fixtures.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A Redis with settings of its own, in a directory of the test. */
final class RedisProcess implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(60);

  private static final int MOST_PORTS = 65_535;
  private static final int BUS = 10_000;

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The server from the jar (6.2), answering. */
  static RedisProcess embedded(Path directory, List<String> settings) throws IOException {
    String program = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
    int port = freePort();
    List<String> all = new ArrayList<>(List.of("--port", Integer.toString(port)));
    all.addAll(settings);
    RedisProcess redis = start(program, directory, port, all);
    Await.until("Redis answers", SOON, () -> answers(port));
    return redis;
  }

  /** Any server, which may not answer yet. */
  static RedisProcess start(String program, Path directory, int port, List<String> arguments)
      throws IOException {
    Files.createDirectories(directory);
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    return new RedisProcess(process, port);
  }

  /** A free port whose cluster bus, 10000 above it, is a port too. */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < MOST_PORTS - BUS) {
          return socket.getLocalPort();
        }
      }
    }
  }

  private static boolean answers(int port) {
    try (Jedis jedis = new Jedis("127.0.0.1", port)) {
      return "PONG".equals(jedis.ping());
    } catch (JedisException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  Jedis client() {
    return new Jedis("127.0.0.1", port);
  }

  /** The INFO of a server, by field. */
  static String info(Jedis jedis, String section, String field) {
    Map<String, String> fields = new HashMap<>();
    jedis
        .info(section)
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> fields.put(parts[0], parts[1].strip()));
    return fields.getOrDefault(field, "");
  }

  /** Whether something holds that asks a Redis which may be away. */
  static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (JedisException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }
}
