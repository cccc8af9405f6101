package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.controlplane.RetryKeys;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.deadletters.Replay;
import io.tamiyo.operators.deadletters.Replay.Outcome;
import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
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
      "  ./tamiyo dlq replay --due          what the job tries again by itself, at once"
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
        "Only those that the job would try again by itself and that have waited long enough by the clock of Redis,"
            + " and as the job does it: they get in line where traffic is limited. For instance when the job is not"
            + " to be waited for."
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
    Replay replay = due ? Replay.byTheJob(installed) : Replay.byHand(installed, force);
    ReplayTally tally = new ReplayTally();
    RetryOptions retries = RetryKeys.of(installed);
    long now = installed.now();
    Set<String> foreseen = new HashSet<>();
    try {
      choice.read(
          new LetterBook(installed),
          now,
          letter -> {
            if (!due || letter.dueMs(retries).filter(at -> at <= now).isPresent()) {
              tally.count(letter, dryRun ? foreseen(replay, letter, foreseen) : replay.run(letter));
            }
            return tally.replayed() < limit;
          });
    } finally {
      if (!dryRun) {
        PrintWriter err = spec.commandLine().getErr();
        OperationAudit.tell(installed, "replayed", tally.replayed(), now, err);
      }
    }
    return tally;
  }

  /** A second copy of what would be replayed before it would be dropped. */
  private static Replay.Result foreseen(Replay replay, StoredLetter letter, Set<String> before) {
    Replay.Result result = replay.foresee(letter);
    boolean isCopy = result.outcome() == Outcome.REPLAYED && !before.add(Replay.identity(letter));
    return isCopy ? new Replay.Result(Outcome.BEFORE, "") : result;
  }
}
