package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.terminal.Times;
import io.tamiyo.operators.deadletters.LetterBook;
import io.tamiyo.operators.deadletters.StoredLetter;
import io.tamiyo.operators.redis.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How people say which letters they mean. */
final class LetterChoice {

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Dead letters by id, as list --each shows them.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--cause",
      split = ",",
      paramLabel = "CAUSE",
      description = "Only of these causes, for instance unknown_version,too_large.")
  private Set<String> causes = new HashSet<>();

  @Option(
      names = "--layer",
      split = ",",
      paramLabel = "LAYER",
      description = "Only of these layers; - stands for those of no layer.")
  private Set<String> layers = new HashSet<>();

  @Option(
      names = "--older-than",
      paramLabel = "SPAN",
      converter = Times.class,
      description = "Only what failed longer ago than this, for instance 90s, 15min, 2h or 3d.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--newer-than",
      paramLabel = "SPAN",
      converter = Times.class,
      description = "Only what failed within this time.")
  private @Nullable Duration newerThan;

  /** Whether anything was said. */
  boolean isGiven() {
    return hasIds() || isFiltered();
  }

  boolean hasIds() {
    return !ids.isEmpty();
  }

  boolean isFiltered() {
    return !causes.isEmpty() || !layers.isEmpty() || olderThan != null || newerThan != null;
  }

  /**
   * The choice but for ids.
   *
   * @param nowMs the clock by which letters have their ids
   */
  LetterFilter filter(long nowMs) {
    StreamId from =
        newerThan == null
            ? StreamId.ZERO
            : new StreamId(Math.max(0, nowMs - newerThan.toMillis()), 0);
    StreamId to =
        olderThan == null
            ? LetterBook.LAST
            : StreamId.before(Math.max(1, nowMs - olderThan.toMillis()));
    return new LetterFilter(causes, layers, from, to);
  }

  /**
   * Hands over every letter that is meant, from the oldest on, or in the order of the ids given.
   *
   * @param each returns whether to go on
   * @throws CommandFailure when an id is none, or no letter has it
   */
  void read(LetterBook book, long nowMs, Predicate<StoredLetter> each) {
    if (!hasIds()) {
      LetterFilter filter = filter(nowMs).upTo(book.last());
      book.read(filter.from(), filter.to(), letter -> !filter.test(letter) || each.test(letter));
      return;
    }
    LetterFilter filter = filter(nowMs);
    for (StoredLetter letter : ids.stream().map(id -> named(book, id)).toList()) {
      if (filter.test(letter) && !each.test(letter)) {
        return;
      }
    }
  }

  /** The letter of an id, or a failure that says where ids are found. */
  static StoredLetter named(LetterBook book, String id) {
    return book.find(parsed(id))
        .orElseThrow(
            () ->
                new CommandFailure(
                    "no dead letter has the id "
                        + id
                        + ": it was replayed, dropped or is too old;"
                        + " ./tamiyo dlq list --each shows what there is"));
  }

  private static StreamId parsed(String id) {
    try {
      return StreamId.parse(id);
    } catch (IllegalArgumentException noId) {
      throw new CommandFailure(
          "\"" + id + "\" is no id such as 1795320000000-0; ./tamiyo dlq list --each shows them",
          noId);
    }
  }
}
