package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.cluster.ClusterFiles;
import io.tamiyo.jobs.cluster.ClusterState;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.RunningCluster;
import io.tamiyo.jobs.cluster.RunningCluster.Job;
import io.tamiyo.jobs.cluster.RunningCluster.Slots;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what runs. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Says which JVMs and jobs of the cluster run, and how many slots are free. Exits with 1 if none runs.",
    footer = {"", "Example:", "  ./tamiyo cluster status"})
final class ClusterStatusCommand implements Runnable {
  private final Installation installation;

  @Spec private CommandSpec spec = CommandSpec.create();

  ClusterStatusCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void run() {
    ClusterFiles files = new ClusterFiles(installation);
    RunningCluster cluster = RunningCluster.of(files);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "Flink at %s%n", cluster.rest().base());
    for (ClusterState.Member member : cluster.state().members()) {
      String life =
          member.runs() ? "process " + member.pid() : "gone; see " + files.log(member.name());
      out.printf(Locale.ROOT, "  %-15s %s%n", member.name(), life);
    }
    Slots slots = cluster.slots();
    out.printf(Locale.ROOT, "slots: %d of %d free%n", slots.free(), slots.total());
    List<Job> jobs = cluster.jobs();
    out.println(jobs.isEmpty() ? "jobs: none; ./tamiyo submit sends one" : "jobs:");
    for (Job job : jobs) {
      out.printf(Locale.ROOT, "  %s  %-9s  %s%n", job.id(), job.state(), job.name());
    }
  }
}
