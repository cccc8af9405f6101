package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.ClusterFiles;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RunningCluster;
import io.tamiyo.jobs.cluster.Savepoints;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops a job with a savepoint. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Stops a job with a savepoint, and prints the path of the savepoint.",
    footer = {
      "",
      "Example:",
      "  savepoint=$(./tamiyo stop) && ./tamiyo submit --from \"$savepoint\" --parallelism 4"
    })
final class StopCommand implements Runnable {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SavepointOptions options = new SavepointOptions();

  StopCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    RunningCluster cluster = RunningCluster.of(new ClusterFiles(installation));
    String path =
        new Savepoints(cluster).stop(cluster.runningJob(options.job()), options.directory());
    spec.commandLine().getOut().printf(Locale.ROOT, "%s%n", path);
  }
}
