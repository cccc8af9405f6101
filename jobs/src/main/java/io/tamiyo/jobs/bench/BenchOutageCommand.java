package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.Installation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BenchOptions options = new BenchOptions();

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
    if (outages < 1 || perSecond < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--outages is " + outages + " and --per-second " + perSecond + "; give at least 1");
    }
    try (BenchRedis redis = BenchRedis.startToKill(installation)) {
      List<String> arguments =
          List.of(
              "--outages",
              Integer.toString(outages),
              "--per-second",
              Integer.toString(perSecond),
              "--redis",
              redis.url(),
              "--spool",
              redis.resolve("spool").toString());
      options.run(installation, "outage", List.of(), arguments, Map.of());
    }
    return 0;
  }
}
