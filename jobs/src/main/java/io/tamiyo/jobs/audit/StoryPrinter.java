package io.tamiyo.jobs.audit;

import io.tamiyo.jobs.terminal.Table;
import io.tamiyo.operators.correlation.Step;
import io.tamiyo.operators.correlation.Story;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Stories for people: when each began, and how many milliseconds later each step came. */
final class StoryPrinter {

  private static final int TEXT = 160;
  private static final int WIDEST_KIND = 15;
  private static final double MEDIAN = 0.5;
  private static final double NINETY_NINE = 0.99;

  private final PrintWriter out;
  private final long end;

  /**
   * @param end of what was read, milliseconds since 1970
   */
  StoryPrinter(PrintWriter out, long end) {
    this.out = out;
    this.end = end;
  }

  void print(Story story) {
    long start = story.steps().get(0).time();
    out.printf(
        "%s  %s  %s%n", Instant.ofEpochMilli(start), story.layer(), Table.printable(story.id()));
    for (Step step : story.steps()) {
      out.printf(
          Locale.ROOT,
          "  %+,8d ms  %-" + WIDEST_KIND + "s  %s%n",
          step.time() - start,
          step.kind().word(),
          Table.shortened(Table.printable(step.text()), TEXT));
    }
    if (story.leftOut() > 0) {
      out.printf(Locale.ROOT, "  and %,d steps more%n", story.leftOut());
    }
    story
        .open()
        .forEach(
            (command, sent) ->
                out.printf(
                    Locale.ROOT,
                    "  OPEN      command %s has no acknowledgement after %,d ms%n",
                    Table.printable(command),
                    end - sent));
  }

  void summary(List<Story> shown, List<Long> latencies, long leftOut) {
    long commands = shown.stream().mapToLong(Story::commands).sum();
    long open = shown.stream().mapToLong(story -> story.open().size()).sum();
    out.printf(
        Locale.ROOT,
        "%,d stories, %,d commands, %,d without acknowledgement",
        shown.size(),
        commands,
        open);
    if (!latencies.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "; acknowledged after %,d ms (median), %,d ms (99 %%), %,d ms (slowest)",
          quantile(latencies, MEDIAN),
          quantile(latencies, NINETY_NINE),
          latencies.get(latencies.size() - 1));
    }
    out.println();
    if (leftOut > 0) {
      out.printf(
          Locale.ROOT,
          "%,d messages of further stories are left out; take a shorter time, or --layer%n",
          leftOut);
    }
  }

  /** Says how many entries no story can tell of; nothing where there are none. */
  void payloadsGone(long entries) {
    if (entries > 0) {
      out.printf(
          Locale.ROOT,
          "%,d entries can't be read: their payloads were too large for an entry and are kept no"
              + " longer%n",
          entries);
    }
  }

  private static long quantile(List<Long> ascending, double share) {
    return ascending.get((int) Math.min(ascending.size() - 1L, (long) (ascending.size() * share)));
  }
}
