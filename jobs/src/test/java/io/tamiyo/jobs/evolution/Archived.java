package io.tamiyo.jobs.evolution;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tamiyo.jobs.closedloop.LoopJob;
import io.tamiyo.jobs.closedloop.Waiting;
import io.tamiyo.jobs.journal.ArchivedJournal;
import io.tamiyo.jobs.journal.Journal;
import io.tamiyo.operators.audit.AuditFiles;
import io.tamiyo.operators.correlation.StepKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** What an archive gives. */
final class Archived {

  private static final long EVER = 4_000_000_000_000L;

  private Archived() {}

  /**
   * Returns when all of these are in files that are finished, which they are after a checkpoint.
   */
  static void await(Path archive, List<String> entries, LoopJob job) {
    Waiting.until("the archive has all", job::toString, () -> of(archive).containsAll(entries));
  }

  /** Returns when records of all these kinds are in files of the audit that are finished. */
  static void awaitAudit(Path archive, LoopJob job, String... kinds) {
    Waiting.until(
        "the audit has " + List.of(kinds),
        () -> job + "; " + audited(archive),
        () ->
            Stream.of(kinds)
                .map(kind -> "\"kind\":\"" + kind + '"')
                .allMatch(kind -> audited(archive).stream().anyMatch(line -> line.contains(kind))));
  }

  private static List<String> audited(Path archive) {
    try {
      return AuditFiles.read(
              archive.toString(), 0, EVER, EnumSet.allOf(StepKind.class), any -> true)
          .entries()
          .stream()
          .map(fields -> new String(fields.getOrDefault("data", new byte[0]), UTF_8))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stream and id of each entry, by their ids. */
  static List<String> of(Path archive) {
    List<String> entries = new ArrayList<>();
    new ArchivedJournal(archive.toString(), entry -> true)
        .read(
            new Journal.Span(0, EVER),
            entry -> entries.add(entry.stream() + " " + entry.entryId()));
    return entries;
  }
}
