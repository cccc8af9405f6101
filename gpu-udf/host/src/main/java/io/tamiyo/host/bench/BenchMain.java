package io.tamiyo.host.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a benchmark as a process, as {@code ./tamiyo bench} starts it: a subcommand for each. */
@Command(
    name = "tamiyo-bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      KernelBenchCommand.class,
      HostBenchCommand.class,
      CommandBenchCommand.class,
      OutageBenchCommand.class
    })
public final class BenchMain implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchMain() {}

  /** Runs the benchmark, and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              failure.printStackTrace(line.getErr());
              line.getErr().println(String.valueOf(failure.getMessage()).replace('\n', ' '));
              return 1;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which benchmark? There are: " + String.join(", ", spec.subcommands().keySet()));
  }
}
