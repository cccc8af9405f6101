package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RedisUrl;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tamiyo bench command}. */
@Command(
    name = "command",
    mixinStandardHelpOptions = true,
    description = {
      "Sends transitions to a host with one layer of 1000 seeds through a real Redis: in bursts, and one at a time."
          + " A command counts when its acknowledgement is read, so when it is applied and durable. Takes about a"
          + " minute.",
      "",
      "commands_per_s is that of a burst, p50_ms and p99_ms from the append of a single command to its"
          + " acknowledgement. The cases \"written\" outlive a kill of the host, those \"synced\" a loss of power too."
          + " Load, host and Redis share the machine; the host computes no forward passes meanwhile."
    },
    footer = {"", "Example:", "  ./tamiyo bench command --report command.json"})
public final class BenchCommandCommand implements Callable<Integer> {
  private final Installation installation;

  @Mixin private BenchOptions options = new BenchOptions();

  @Mixin private RedisOption redis = new RedisOption();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of each case (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--burst",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Commands in a burst (default: ${DEFAULT-VALUE}).")
  private int burst;

  @Option(
      names = "--singles",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Commands one at a time in a round (default: ${DEFAULT-VALUE}).")
  private int singles;

  /**
   * @param installation where the host is built
   */
  public BenchCommandCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    List<String> arguments =
        List.of(
            "--rounds",
            Integer.toString(rounds),
            "--burst",
            Integer.toString(burst),
            "--singles",
            Integer.toString(singles));
    try (BenchRedis server = redis.open(installation)) {
      options.run(
          installation,
          "command",
          List.of(),
          arguments,
          Map.of(RedisUrl.ENVIRONMENT, server.url()));
    }
    return 0;
  }
}
