package io.tamiyo.jobs.configuration;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|get|set|unset",
    description = {
      "Options that change while the job runs, for all layers or for one, whose own value comes first."
          + " They outlive restarts of the job.",
      "A value is checked as the job checks it before it is set. FROM says where one is from: its default, the job"
          + " as it was submitted last, a value for all layers, or one of the layer's own."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo config list                                  every option, its value and its default",
      "  ./tamiyo config get policy.wake-share                 one of them, and who changed it",
      "  ./tamiyo config set policy.wake-share=0.25 --reason \"too many at once\"",
      "  ./tamiyo config unset policy.wake-share --layer encoder.0"
    })
public final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommands. */
  public static CommandLine commandLine() {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigListCommand())
        .addSubcommand(new ConfigGetCommand())
        .addSubcommand(new ConfigSetCommand())
        .addSubcommand(new ConfigUnsetCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of list, get, set and unset?");
  }
}
