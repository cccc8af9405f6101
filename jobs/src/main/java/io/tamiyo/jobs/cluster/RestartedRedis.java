package io.tamiyo.jobs.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Redis for those who kill it: it syncs every write to disk before it confirms it, and each time
 * it ends it is started again with its data, some time later.
 */
public final class RestartedRedis {

  private static final Duration START = Duration.ofSeconds(10);

  /** Ends Redis when it is told to end itself. */
  private static final String AGAIN =
      """
      pause=$1; shift
      trap 'kill "$redis"; wait "$redis"; exit 0' TERM
      while :; do
        "$@" & redis=$!
        wait "$redis"
        sleep "$pause" & redis=$!
        wait "$redis"
      done
      """;

  private final int port;

  private RestartedRedis(int port) {
    this.port = port;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param children ends it
   * @param directory of this server alone: its program, its data and its log
   * @param port on 127.0.0.1
   * @param pause between its end and its next start
   * @throws CommandFailure if the server does not run on this platform
   */
  public static RestartedRedis start(
      ChildProcesses children, Path directory, int port, Duration pause) {
    List<String> command =
        List.of(
            "sh",
            "-c",
            AGAIN,
            "sh",
            Long.toString(pause.toSeconds()),
            EmbeddedRedisServer.program(directory).toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always");
    ChildProcess process =
        children.start(ChildCommand.program("Redis", command, directory.resolve("redis.log")));
    process.awaitReady(() -> EmbeddedRedisServer.answers(port), START);
    return new RestartedRedis(port);
  }

  /** Where clients connect to. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }
}
