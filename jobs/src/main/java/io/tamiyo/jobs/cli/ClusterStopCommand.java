package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.ClusterStop;
import io.tamiyo.jobs.cluster.Installation;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends a cluster. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Ends the cluster, with the jobs on it. Checkpoints, savepoints and logs stay.",
      "To go on later from where a job is, stop the job first."
    },
    footer = {"", "Example:", "  ./tamiyo stop && ./tamiyo cluster stop"})
final class ClusterStopCommand implements Runnable {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  ClusterStopCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    int ended = new ClusterStop(installation).run();
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "the cluster is stopped (%d JVMs ended)%n", ended);
  }
}
