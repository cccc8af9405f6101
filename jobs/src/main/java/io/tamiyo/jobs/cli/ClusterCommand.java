package io.tamiyo.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands that start and end a cluster. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "start|status|stop",
    description =
        "Runs a real Flink cluster on this machine: a JobManager and TaskManagers, each its own JVM.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo cluster start --task-managers 2 --slots 2",
      "  ./tamiyo cluster status",
      "  ./tamiyo cluster stop"
    })
final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of start, status and stop?");
  }
}
