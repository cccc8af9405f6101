package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.operators.deadletters.Replay;
import io.tamiyo.operators.deadletters.Replay.Outcome;
import io.tamiyo.operators.deadletters.StoredLetter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of the letters of one replay, counted by outcome and cause. */
final class ReplayTally {

  private static final int MOST_MOVES = 10;

  private final Map<Outcome, SortedMap<String, Long>> letters = new EnumMap<>(Outcome.class);
  private final List<String> moves = new ArrayList<>();

  void count(StoredLetter letter, Replay.Result result) {
    letters
        .computeIfAbsent(result.outcome(), any -> new TreeMap<>())
        .merge(letter.cause(), 1L, Long::sum);
    if (!result.entryId().isEmpty() && moves.size() < MOST_MOVES) {
      moves.add("%s -> %s %s".formatted(letter.id(), letter.letter().stream(), result.entryId()));
    }
  }

  /** Letters put back. */
  long replayed() {
    return sum(letters.getOrDefault(Outcome.REPLAYED, new TreeMap<>()));
  }

  /** Whether any letter is still there. */
  boolean isIncomplete() {
    return letters.keySet().stream().anyMatch(outcome -> !outcome.isDone());
  }

  void print(PrintWriter out, boolean dryRun) {
    if (letters.isEmpty()) {
      out.println("no dead letter is like this; ./tamiyo dlq list counts all");
      return;
    }
    Table table = new Table(">LETTERS", "CAUSE", dryRun ? "WOULD BE" : "OUTCOME");
    letters.forEach(
        (outcome, causes) ->
            causes.forEach((cause, count) -> table.row(count, cause, outcome.text())));
    table.print(out);
    moves.forEach(move -> out.println(Table.printable(move)));
    out.printf(
        Locale.ROOT,
        dryRun
            ? "%d of %d letters would be replayed; nothing was changed%n"
            : "%d of %d letters replayed%n",
        replayed(),
        letters.values().stream().mapToLong(ReplayTally::sum).sum());
  }

  private static long sum(Map<String, Long> causes) {
    return causes.values().stream().mapToLong(Long::longValue).sum();
  }
}
