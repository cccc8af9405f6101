package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.jobs.cluster.RestartedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo bench outage}. */
@Command(
    name = "outage",
    mixinStandardHelpOptions = true,
    description = {
      "Kills a Redis that syncs every write (kill -9) and starts it again 2 s later, ten times, under a host that"
          + " sends 1000 messages a second; then three times each with a host whose memory, and whose memory and"
          + " disk, hold less than that. Takes about 90 s, and a Redis of its own.",
      "",
      "lost counts what has not arrived and no gap event states, applied_twice what has arrived more than once,"
          + " out_of_order what has overtaken its predecessor; resume_ms is from Redis' answer to the first entry that"
          + " it has, stated_in_gaps what gap events say was dropped."
    },
    footer = {"", "Example:", "  ./tamiyo bench outage --report outage.json"})
public final class BenchOutageCommand implements Callable<Integer> {
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "Write one JSON object of what was measured to this file.")
  private @Nullable Path report;

  @Option(
      names = "--outages",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Outages that memory holds; a third of that each of the others (default: ${DEFAULT-VALUE}).")
  private int outages;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages a second (default: ${DEFAULT-VALUE}).")
  private int perSecond;

  /**
   * @param installation where the host is built
   */
  public BenchOutageCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    Path file = report;
    if (outages < 1 || perSecond < 1 || file == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--outages is " + outages + " and --per-second " + perSecond + "; give at least 1");
    }
    Files.createDirectories(installation.state());
    Path directory = Files.createTempDirectory(installation.state(), "bench-outage-");
    try (ChildProcesses children = new ChildProcesses()) {
      RestartedRedis redis =
          RestartedRedis.start(children, directory.resolve("redis"), Ports.free(), AWAY);
      List<String> arguments =
          List.of(
              "--report",
              file.toAbsolutePath().toString(),
              "--outages",
              Integer.toString(outages),
              "--per-second",
              Integer.toString(perSecond),
              "--redis",
              redis.url(),
              "--spool",
              directory.resolve("spool").toString());
      new HostBench(installation, spec.commandLine().getOut())
          .run("outage", List.of(), arguments, Map.of());
    }
    delete(directory);
    return 0;
  }

  /** Logs and data stay only where the benchmark has failed. */
  private static void delete(Path directory) throws IOException {
    List<Path> innermostFirst;
    try (Stream<Path> files = Files.walk(directory)) {
      innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : innermostFirst) {
      Files.delete(file);
    }
  }
}
