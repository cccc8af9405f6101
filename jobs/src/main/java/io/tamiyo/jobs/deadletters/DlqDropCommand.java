package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.terminal.RedisTarget;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import redis.clients.jedis.Protocol;

/** {@code ./tamiyo dlq drop}. */
@Command(
    name = "drop",
    mixinStandardHelpOptions = true,
    description = "Deletes dead letters for good, with their bytes, and counts by cause what went.",
    footer = {
      "",
      "Examples:",
      "  ./tamiyo dlq drop 1795320000000-0",
      "  ./tamiyo dlq drop --cause malformed_payload --dry-run",
      "  ./tamiyo dlq drop --older-than 2h"
    })
final class DlqDropCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RedisTarget target = new RedisTarget();
  @Mixin private LetterChoice choice = new LetterChoice();

  @Option(names = "--all", description = "All dead letters.")
  private boolean all;

  @Option(names = "--dry-run", description = "Say what would go, and change nothing.")
  private boolean dryRun;

  private long dropped;

  @Override
  public void run() {
    if (!choice.isGiven() && !all) {
      throw new ParameterException(
          spec.commandLine(),
          "which letters? Give ids, --cause, --layer, --older-than, --newer-than or --all");
    }
    PrintWriter out = spec.commandLine().getOut();
    target.with(
        installed -> {
          drop(installed, out);
          return 0;
        });
    out.flush();
  }

  private void drop(Installed installed, PrintWriter out) {
    LetterGroups groups = new LetterGroups(false);
    long now = installed.now();
    try {
      drop(installed, now, groups);
    } finally {
      PrintWriter err = spec.commandLine().getErr();
      OperationAudit.tell(installed, "dropped", dropped, now, err);
    }
    if (groups.letters() == 0) {
      out.println("no dead letter is like this; ./tamiyo dlq list counts all");
      return;
    }
    LetterTables.byCause(groups, false, now).print(out);
    out.printf(
        Locale.ROOT,
        dryRun ? "%d letters would go; nothing was changed%n" : "%d letters dropped%n",
        groups.letters());
  }

  private void drop(Installed installed, long now, LetterGroups groups) {
    List<String> going = new ArrayList<>();
    choice.read(
        new LetterBook(installed),
        now,
        letter -> {
          groups.add(letter);
          going.add(letter.id().toString());
          if (going.size() == LetterBook.PAGE) {
            delete(installed, going);
          }
          return true;
        });
    delete(installed, going);
  }

  private void delete(Installed installed, List<String> going) {
    if (!dryRun && !going.isEmpty()) {
      List<String> call = new ArrayList<>(List.of(installed.names().deadLetters()));
      call.addAll(going);
      dropped += Replies.number(installed.redis().call(Protocol.Command.XDEL, call.toArray()));
    }
    going.clear();
  }
}
