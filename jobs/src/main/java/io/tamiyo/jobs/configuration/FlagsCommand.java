package io.tamiyo.jobs.configuration;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo flags}. */
@Command(
    name = "flags",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|set|unset",
    description = {
      "Switches features on and off while the job runs: for all layers, for a share of them, or for some by name.",
      "Who belongs to a share is decided by a hash of the feature and the layer's id: it never changes, and a layer"
          + " that has a feature keeps it when the share grows. Flags are options, so config get flags.wake.percent"
          + " tells who changed them."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo flags list --layer encoder.0        what is on for one layer, and why",
      "  ./tamiyo flags set wake 10%%                  wake seeds in a tenth of the layers",
      "  ./tamiyo flags set wake 10%% --allow encoder.0 --block head",
      "  ./tamiyo flags set all off --reason \"incident 17\""
    })
public final class FlagsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommands. */
  public static CommandLine commandLine() {
    return new CommandLine(new FlagsCommand())
        .addSubcommand(new FlagsListCommand())
        .addSubcommand(new FlagsSetCommand())
        .addSubcommand(new FlagsUnsetCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of list, set and unset?");
  }
}
