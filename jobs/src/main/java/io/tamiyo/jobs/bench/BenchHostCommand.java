package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RedisUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tamiyo bench host}. */
@Command(
    name = "host",
    mixinStandardHelpOptions = true,
    description = {
      "Says what telemetry costs the thread that trains: steps of a layer whose host reports to Redis, against steps of"
          + " the same layer that nobody listens to. Then Redis is up, killed as by kill -9 and away for 2 s, slow"
          + " (500 ms a reply) and back, while the JVM's flight recorder looks whether that thread ever waits. A Redis"
          + " that is given is not killed: the connections to it are cut. Takes about 80 s.",
      "",
      "telemetry_us_per_step is the difference of a pair of rounds, and telemetry_us_ci95_low and _high hold its median"
          + " with 95 %%; allocated_bytes_per_step is the difference of the JVM's own counter. forward_thread_waits"
          + " counts parks, sleeps, contended locks and socket calls of any length, of so many steps."
    },
    footer = {"", "Example:", "  ./tamiyo bench host --report host.json"})
public final class BenchHostCommand implements Callable<Integer> {
  private final Installation installation;

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Paired rounds of each case (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--cases",
      paramLabel = "CASES",
      defaultValue = "32x4096x1000,256x4096x1000",
      description = "Rows x features x seeds, several with commas (default: ${DEFAULT-VALUE}).")
  private String cases = "";

  @Option(
      names = "--phase-ms",
      paramLabel = "MS",
      defaultValue = "4000",
      description = "How long Redis is in each of its states (default: ${DEFAULT-VALUE}).")
  private int phaseMs;

  @Mixin private RedisOption redis = new RedisOption();

  /**
   * @param installation where the host is built
   */
  public BenchHostCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    try (BenchRedis server = redis.openToKill(installation)) {
      options.run(
          installation,
          "host",
          List.of(),
          arguments(server.isKillable()),
          Map.of(RedisUrl.ENVIRONMENT, server.url()));
    }
    return 0;
  }

  private List<String> arguments(boolean killable) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--rounds",
                Integer.toString(rounds),
                "--phase-ms",
                Integer.toString(phaseMs),
                "--cases",
                cases));
    if (killable) {
      arguments.add("--killable");
    }
    return arguments;
  }
}
