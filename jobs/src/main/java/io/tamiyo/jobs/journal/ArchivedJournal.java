package io.tamiyo.jobs.journal;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.operators.archive.ArchiveMinute;
import io.tamiyo.operators.archive.ArchiveReader;
import io.tamiyo.operators.delivery.InboundEntry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a job has archived; a minute of it is in memory at a time. */
public final class ArchivedJournal implements Journal {

  private final String path;
  private final Predicate<InboundEntry> wanted;

  /**
   * @param path of the archive
   * @param wanted what is handed over
   */
  public ArchivedJournal(String path, Predicate<InboundEntry> wanted) {
    this.path = path;
    this.wanted = wanted;
  }

  @Override
  public void read(Span span, Consumer<InboundEntry> taker) {
    Predicate<InboundEntry> within = entry -> span.contains(entry.time());
    ArchiveReader reader = new ArchiveReader(path);
    try {
      for (ArchiveMinute minute : reader.minutes(span.from(), span.to())) {
        reader.read(minute, within.and(wanted)).forEach(taker);
      }
    } catch (FileNotFoundException nowhere) {
      throw new CommandFailure(
          "there is no archive at %s; a job keeps one where its option archive.path says"
              .formatted(path),
          nowhere);
    } catch (IOException damaged) {
      throw new CommandFailure(String.valueOf(damaged.getMessage()), damaged);
    }
  }
}
