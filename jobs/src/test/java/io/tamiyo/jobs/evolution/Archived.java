package io.tamiyo.jobs.evolution;

import io.tamiyo.operators.archive.ArchiveMinute;
import io.tamiyo.operators.archive.ArchiveReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an archive gives. */
final class Archived {

  private static final long EVER = 4_000_000_000_000L;

  private Archived() {}

  /** Stream and id of each entry, by their ids. */
  static List<String> of(Path archive) throws IOException {
    ArchiveReader reader = new ArchiveReader(archive.toString());
    List<String> entries = new ArrayList<>();
    for (ArchiveMinute minute : reader.minutes(0, EVER)) {
      reader
          .read(minute, entry -> true)
          .forEach(entry -> entries.add(entry.stream() + " " + entry.entryId()));
    }
    return entries;
  }
}
