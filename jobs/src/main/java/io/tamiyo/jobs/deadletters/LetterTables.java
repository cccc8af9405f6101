package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.delivery.RetryPolicy;

/** Dead letters as tables. */
final class LetterTables {

  private LetterTables() {}

  /** Groups of letters, the largest first. */
  static Table byCause(LetterGroups groups, boolean byLayer, long nowMs) {
    Table table =
        byLayer
            ? new Table(
                "CAUSE",
                "LAYER",
                ">LETTERS",
                ">MESSAGES",
                ">FIRST",
                ">LAST",
                "RETRY",
                "NEWEST",
                "WHY")
            : new Table(
                "CAUSE", ">LETTERS", ">MESSAGES", ">FIRST", ">LAST", "RETRY", "NEWEST", "WHY");
    for (LetterGroups.Group group : groups.largestFirst()) {
      String first = Times.ago(group.firstMs(), nowMs);
      String last = Times.ago(group.lastMs(), nowMs);
      if (byLayer) {
        table.row(
            group.cause(),
            group.layer(),
            group.letters(),
            group.messages(),
            first,
            last,
            words(group.policy()),
            group.newest(),
            group.detail());
      } else {
        table.row(
            group.cause(),
            group.letters(),
            group.messages(),
            first,
            last,
            words(group.policy()),
            group.newest(),
            group.detail());
      }
    }
    return table;
  }

  /** Whether a replay can help, in words. */
  static String words(RetryPolicy policy) {
    return switch (policy) {
      case NEVER -> "never";
      case BY_HAND -> "by hand";
      case BY_ITSELF -> "by itself";
    };
  }
}
