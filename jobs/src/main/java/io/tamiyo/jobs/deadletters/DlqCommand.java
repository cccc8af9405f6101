package io.tamiyo.jobs.deadletters;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo dlq}. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|replay|drop",
    description = {
      "Dead letters: what hosts and people sent and nobody could process, with its bytes and the reason.",
      "They are kept in one Redis stream for a day, by default. A letter that is replayed goes back into the"
          + " stream that it came from, passes at once and is marked late; if it fails again, it is a letter again.",
      "What passes by itself, such as too much traffic, the job tries again by itself, a few times."
    },
    footer = {
      "",
      "Examples:",
      "  ./tamiyo dlq list                                what has failed, by cause",
      "  ./tamiyo dlq list --each --layer encoder.0       letter by letter, newest first",
      "  ./tamiyo dlq show 1795320000000-0                one of them, with its bytes",
      "  ./tamiyo dlq replay --cause unknown_version      once a release runs that reads them",
      "  ./tamiyo dlq drop --older-than 2h --dry-run      what would go"
    })
public final class DlqCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommands. */
  public static CommandLine commandLine() {
    return new CommandLine(new DlqCommand())
        .addSubcommand(new DlqListCommand())
        .addSubcommand(new DlqShowCommand())
        .addSubcommand(new DlqReplayCommand())
        .addSubcommand(new DlqDropCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of list, show, replay and drop?");
  }
}
