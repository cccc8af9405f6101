package io.tamiyo.jobs.cli;

import io.tamiyo.jobs.audit.AuditCommand;
import io.tamiyo.jobs.bench.BenchCommand;
import io.tamiyo.jobs.bench.BenchCommandCommand;
import io.tamiyo.jobs.bench.BenchHostCommand;
import io.tamiyo.jobs.bench.BenchIngestionCommand;
import io.tamiyo.jobs.bench.BenchKernelCommand;
import io.tamiyo.jobs.bench.BenchOutageCommand;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.configuration.ConfigCommand;
import io.tamiyo.jobs.configuration.FlagsCommand;
import io.tamiyo.jobs.deadletters.DlqCommand;
import io.tamiyo.jobs.demo.DemoCommand;
import io.tamiyo.jobs.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line; it does nothing without a command. */
@Command(
    name = "tamiyo",
    mixinStandardHelpOptions = true,
    version = "tamiyo 0.2.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "A control plane for morphogenetic neural networks, on Apache Flink.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo demo                     everything on this machine, with a live table",
      "  ./tamiyo cluster start            a real Flink cluster; its web UI is at http://localhost:8081",
      "  ./tamiyo submit                   the control-plane job, on that cluster",
      "  ./tamiyo stop                     stops the job with a savepoint and prints its path",
      "  ./tamiyo submit --from SAVEPOINT  goes on from there",
      "  ./tamiyo config list              options that change while the job runs",
      "  ./tamiyo mirror --region eu --to-region us   alerts and aggregates to another region's Redis",
      "  ./tamiyo dlq list                 what could not be processed, and why",
      "  ./tamiyo audit --from … --to …    what was decided, and what came of it",
      "  ./tamiyo replay --from … --to … --into ID   what hosts sent, for a job to decide on again",
      "",
      "./tamiyo COMMAND --help says more. Exit codes: 0 done, 1 failed (one line says why), 2 wrong usage."
    })
public final class Tamiyo implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "On failure, print the whole stack trace too.")
  private boolean verbose;

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(Installation.current()).execute(arguments));
  }

  /**
   * The whole command line.
   *
   * @param installation where commands find what is built, and leave their state
   */
  public static CommandLine commandLine(Installation installation) {
    Tamiyo root = new Tamiyo();
    CommandLine cluster =
        new CommandLine(new ClusterCommand())
            .addSubcommand(new ClusterStartCommand(installation))
            .addSubcommand(new ClusterStatusCommand(installation))
            .addSubcommand(new ClusterStopCommand(installation));
    CommandLine bench =
        new CommandLine(new BenchCommand())
            .addSubcommand(new BenchKernelCommand(installation))
            .addSubcommand(new BenchHostCommand(installation))
            .addSubcommand(new BenchCommandCommand(installation))
            .addSubcommand(new BenchOutageCommand(installation))
            .addSubcommand(new BenchIngestionCommand(installation));
    return new CommandLine(root)
        .addSubcommand(new DemoCommand(installation))
        .addSubcommand(cluster)
        .addSubcommand(new SubmitCommand(installation))
        .addSubcommand(new MirrorCommand(installation))
        .addSubcommand(new SavepointCommand(installation))
        .addSubcommand(new StopCommand(installation))
        .addSubcommand(ConfigCommand.commandLine())
        .addSubcommand(FlagsCommand.commandLine())
        .addSubcommand(new AuditCommand())
        .addSubcommand(new ReplayCommand())
        .addSubcommand(DlqCommand.commandLine())
        .addSubcommand(bench)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(new ShortUsageErrors())
        .setExecutionExceptionHandler(new OneLineErrors(() -> root.verbose, installation));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
