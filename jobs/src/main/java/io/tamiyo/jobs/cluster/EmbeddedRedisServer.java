package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A real Redis server (6.2) from a jar, for machines that have none. It listens on the loopback
 * address, keeps nothing on disk, and refuses writes at its memory limit instead of forgetting
 * entries.
 */
public final class EmbeddedRedisServer {
  /** The server's {@code maxmemory}, in megabytes. Its process takes some 20 MB more. */
  public static final int MAX_MEMORY_MB = 256;

  private static final Duration START = Duration.ofSeconds(10);
  private static final int PING_TIMEOUT_MILLIS = 500;
  private static final String REMEDY = "; start a Redis yourself and name it with --redis URL";

  private final ChildProcess process;
  private final int port;

  private EmbeddedRedisServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param children ends the server
   * @param directory of this server alone: its program and its log
   * @param port on 127.0.0.1
   * @throws CommandFailure if the port is taken, or the server does not run on this platform
   */
  public static EmbeddedRedisServer start(ChildProcesses children, Path directory, int port) {
    Ports.requireFree(port, "Redis", "end what listens there, or name a Redis with --redis URL");
    List<String> command =
        List.of(
            program(directory).toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "no",
            "--maxmemory",
            MAX_MEMORY_MB + "mb",
            "--maxmemory-policy",
            "noeviction");
    ChildProcess process =
        children.start(ChildCommand.program("Redis", command, directory.resolve("redis.log")));
    process.awaitReady(() -> answers(port), START);
    return new EmbeddedRedisServer(process, port);
  }

  /** Where clients connect to. */
  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  public ChildProcess process() {
    return process;
  }

  static boolean answers(int port) {
    DefaultJedisClientConfig patience =
        DefaultJedisClientConfig.builder().timeoutMillis(PING_TIMEOUT_MILLIS).build();
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", port), patience)) {
      return "PONG".equals(jedis.ping());
    } catch (JedisException notYet) {
      return false;
    }
  }

  /** The server's program, in a directory that is made if it is missing. */
  static Path program(Path directory) {
    OsArchitecture platform = OsArchitecture.detectOSandArchitecture();
    if (!ExecutableProvider.newProvidedVersionsMap().containsKey(platform)) {
      throw new CommandFailure(
          "no Redis for " + platform.os + " " + platform.arch + " is at hand" + REMEDY);
    }
    try {
      Files.createDirectories(directory);
      return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
    } catch (IOException failure) {
      throw new CommandFailure(
          "Redis cannot be unpacked into " + directory + ": " + failure.getMessage(), failure);
    }
  }
}
