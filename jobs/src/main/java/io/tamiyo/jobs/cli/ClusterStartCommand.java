package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.ClusterOptions;
import io.tamiyo.jobs.cluster.ClusterStart;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RunningCluster;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a cluster. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Starts a Flink cluster and waits until it takes jobs.",
      "Its configuration is flink-conf/config.yaml; its logs are in .tamiyo/cluster/logs, its checkpoints and savepoints in .tamiyo."
    },
    footer = {
      "",
      "Example, with room for a job of parallelism 4:",
      "  ./tamiyo cluster start --task-managers 2 --slots 2"
    })
final class ClusterStartCommand implements Runnable {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--web-port", paramLabel = "PORT", description = "Port of Flink's web UI.")
  private int webPort = ClusterOptions.DEFAULT_WEB_PORT;

  @Option(names = "--task-managers", paramLabel = "N", description = "Number of TaskManager JVMs.")
  private int taskManagers = ClusterOptions.DEFAULT_TASK_MANAGERS;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Parallel tasks that each TaskManager takes.")
  private int slots = ClusterOptions.DEFAULT_SLOTS;

  ClusterStartCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    ClusterOptions options = options();
    RunningCluster cluster =
        new ClusterStart(installation, options, spec.commandLine().getErr()::println).run();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Flink runs at %s (TaskManagers: %d, slots: %d)%n",
        cluster.rest().base(),
        taskManagers,
        options.totalSlots());
    out.printf(
        Locale.ROOT,
        "./tamiyo submit sends it the control-plane job; ./tamiyo cluster stop ends it%n");
  }

  private ClusterOptions options() {
    try {
      return new ClusterOptions(webPort, taskManagers, slots);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
