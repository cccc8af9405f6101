package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.deadletters.Replay.Outcome;
import io.tamiyo.jobs.terminal.Installed;
import io.tamiyo.jobs.terminal.RedisTarget;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo dlq replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Puts dead letters back into the inbound streams that they came from, the oldest first. A replayed message"
          + " passes at once, out of its old place, and is marked late; of an entry with several messages only the"
          + " one that failed is processed. It may be repeated at will: what was replayed is not replayed again.",
      "Letters whose bytes would fail again are left, unless --force is given."
    },
    footer = {
      "",
      "Exits with 1 when letters that were named could not be replayed.",
      "",
      "Examples:",
      "  ./tamiyo dlq replay 1795320000000-0",
      "  ./tamiyo dlq replay --cause unknown_version,unknown_type --dry-run",
      "  ./tamiyo dlq replay --layer encoder.0 --newer-than 1h --limit 100",
      "  ./tamiyo dlq replay --due          what passes by itself, once it has waited; for a timer"
    })
final class DlqReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LetterChoice choice = new LetterChoice();

  @Option(names = "--all", description = "All dead letters.")
  private boolean all;

  @Option(
      names = "--due",
      description = {
        "Only those whose cause passes by itself, after a wait of 10 s that doubles with each of at most 5 attempts."
      })
  private boolean due;

  @Option(names = "--force", description = "Also those that would fail again.")
  private boolean force;

  @Option(names = "--limit", paramLabel = "N", description = "Replay at most so many.")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--dry-run", description = "Say what would be replayed, and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (!choice.isGiven() && !all && !due) {
      throw new ParameterException(
          spec.commandLine(),
          "which letters? Give ids, --cause, --layer, --older-than, --newer-than, --due or --all");
    }
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; give at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    ReplayTally tally = target.with(this::replay);
    tally.print(out, dryRun);
    out.flush();
    return choice.hasIds() && tally.isIncomplete() ? 1 : 0;
  }

  private ReplayTally replay(Installed installed) {
    Replay replay = new Replay(installed, force);
    ReplayTally tally = new ReplayTally();
    long now = installed.now();
    try {
      choice.read(
          new LetterBook(installed),
          now,
          letter -> {
            if (!due || isDue(letter, now)) {
              tally.count(letter, dryRun ? foreseen(replay, letter) : replay.run(letter));
            }
            return tally.replayed() < limit;
          });
    } finally {
      if (!dryRun) {
        PrintWriter err = spec.commandLine().getErr();
        LetterAudit.tell(installed, "replayed", tally.replayed(), now, err);
      }
    }
    return tally;
  }

  private static boolean isDue(StoredLetter letter, long now) {
    Duration waited = Duration.ofMillis(Math.max(0, now - letter.id().ms()));
    return letter.policy().isDue(letter.attempts(), waited);
  }

  private static Replay.Result foreseen(Replay replay, StoredLetter letter) {
    return new Replay.Result(replay.refusal(letter).orElse(Outcome.REPLAYED), "");
  }
}
