package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.controlplane.RetryKeys;
import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.deadletters.Replay;
import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tamiyo dlq list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Counts dead letters by cause, with how many messages they stand for, when the first and the last of them"
          + " failed, and whether a replay can help. With --each, shows them one by one, newest first."
    },
    footer = {
      "",
      "RETRY: never - the same bytes fail again; by hand - another release may read them, or you know that they have"
          + " not passed, replay them then; by itself - the cause passes, and the job tries them again.",
      "NEXT: not before this, by the time of its stream; nothing where the job leaves it to you: it was tried often"
          + " enough, its bytes are not copied, or its stream or its layer is gone.",
      "",
      "Examples:",
      "  ./tamiyo dlq list --newer-than 1h",
      "  ./tamiyo dlq list --by-layer --cause malformed_payload",
      "  ./tamiyo dlq list --each --limit 10",
      "  ./tamiyo dlq list --json | jq '.[] | select(.retry == \"by hand\")'"
    })
final class DlqListCommand implements Runnable {

  private static final int MOST_DETAIL = 80;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LetterChoice choice = new LetterChoice();

  @Option(names = "--by-layer", description = "Count each layer by itself.")
  private boolean byLayer;

  @Option(names = "--each", description = "Show each letter, newest first.")
  private boolean each;

  @Option(
      names = "--limit",
      paramLabel = "N",
      showDefaultValue = Visibility.ALWAYS,
      description = "With --each, show at most so many.")
  private int limit = 50;

  @Option(names = "--json", description = "One JSON array, or with --each one JSON object a line.")
  private boolean json;

  @Override
  public void run() {
    if (choice.hasIds()) {
      throw new ParameterException(
          spec.commandLine(), "list takes no ids; ./tamiyo dlq show ID shows one letter");
    }
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; give at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    target.with(
        installed -> {
          if (each) {
            listEach(installed, out);
          } else {
            listGroups(installed, out);
          }
          return 0;
        });
    out.flush();
  }

  private void listGroups(Installed installed, PrintWriter out) {
    LetterGroups groups = new LetterGroups(byLayer);
    long now = installed.now();
    choice.read(
        new LetterBook(installed),
        now,
        letter -> {
          groups.add(letter);
          return true;
        });
    if (json) {
      out.println(LetterJson.written(groups.largestFirst().stream().map(LetterJson::of).toList()));
      return;
    }
    if (groups.letters() == 0) {
      out.println(none());
      return;
    }
    LetterTables.byCause(groups, byLayer, now).print(out);
    out.printf(
        Locale.ROOT,
        "%d letters of %d messages; ./tamiyo dlq show ID tells all of one%n",
        groups.letters(),
        groups.messages());
  }

  private void listEach(Installed installed, PrintWriter out) {
    LetterFilter filter = choice.filter(installed.now());
    long now = installed.now();
    RetryOptions retries = RetryKeys.of(installed);
    Replay job = Replay.byTheJob(installed);
    Table table = new Table("ID", "FAILED", "CAUSE", "LAYER", ">REPLAYED", "NEXT", "ENTRY", "WHY");
    AtomicInteger shown = new AtomicInteger();
    new LetterBook(installed)
        .readBackwards(
            filter.from(),
            filter.to(),
            letter -> {
              if (filter.test(letter) && shown.incrementAndGet() <= limit) {
                show(letter, job.notBeforeMs(letter, retries), now, table, out);
              }
              return shown.get() <= limit;
            });
    if (json) {
      return;
    }
    if (shown.get() == 0) {
      out.println(none());
      return;
    }
    table.print(out);
    if (shown.get() > limit) {
      out.println("… and more; --limit N shows more of them");
    }
  }

  private void show(
      StoredLetter letter, Optional<Long> next, long now, Table table, PrintWriter out) {
    if (json) {
      out.println(LetterJson.written(LetterJson.of(letter, next)));
      return;
    }
    table.row(
        letter.id(),
        Times.ago(letter.id().ms(), now),
        letter.cause(),
        letter.layer(),
        letter.attempts() == 0 ? "" : letter.attempts() + "x",
        next.map(due -> Times.until(due, now)).orElse(""),
        letter.letter().stream() + " " + letter.letter().entryId(),
        Table.shortened(letter.letter().detail(), MOST_DETAIL));
  }

  private String none() {
    return choice.isGiven()
        ? "no dead letter is like this; ./tamiyo dlq list counts all"
        : "no dead letters";
  }
}
