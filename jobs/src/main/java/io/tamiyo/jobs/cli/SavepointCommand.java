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

/** Takes a savepoint of a job. */
@Command(
    name = "savepoint",
    mixinStandardHelpOptions = true,
    description = "Takes a savepoint of a job that goes on, and prints its path.",
    footer = {"", "Example:", "  ./tamiyo savepoint --savepoint-dir /backup/tamiyo"})
final class SavepointCommand implements Runnable {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SavepointOptions options = new SavepointOptions();

  SavepointCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    RunningCluster cluster = RunningCluster.of(new ClusterFiles(installation));
    String path =
        new Savepoints(cluster).take(cluster.runningJob(options.job()), options.directory());
    spec.commandLine().getOut().printf(Locale.ROOT, "%s%n", path);
  }
}
