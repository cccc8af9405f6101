package io.tamiyo.jobs.journal;

import io.tamiyo.jobs.journal.Journal.Span;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.streams.Installed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which part of the past a command is about. */
public final class SpanOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "What a job keeps by its option archive.path. Default: the streams themselves.")
  private @Nullable String archive;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "As 2026-11-21T10:00:00Z, or milliseconds since 1970; inclusive.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      description = "The same; exclusive.")
  private String to = "";

  @Option(
      names = "--layer",
      paramLabel = "L",
      split = ",",
      description = "Only these layers. Default: all.")
  private Set<String> layers = Set.of();

  /**
   * From when to when.
   *
   * @throws ParameterException naming what is no time, or not after the other
   */
  public Span span() {
    long start = millis(from);
    long end = millis(to);
    if (end <= start) {
      throw new ParameterException(
          spec.commandLine(), "--to " + to + " is not after --from " + from);
    }
    return new Span(start, end);
  }

  /**
   * Where it is read.
   *
   * @param wanted of the layers that were asked for
   */
  public Journal journal(Installed installed, Predicate<InboundEntry> wanted) {
    Predicate<InboundEntry> all = wanted.and(entry -> isAbout(entry.layer()));
    return archive == null
        ? new StreamedJournal(installed, all)
        : new ArchivedJournal(archive, all);
  }

  /** The path of the archive that was named, if one was. */
  public Optional<String> archive() {
    return Optional.ofNullable(archive);
  }

  /** Whether a layer was asked for. */
  public boolean isAbout(@Nullable String layer) {
    return layers.isEmpty() || (layer != null && layers.contains(layer));
  }

  private long millis(String time) {
    try {
      return time.matches("\\d{1,15}") ? Long.parseLong(time) : Instant.parse(time).toEpochMilli();
    } catch (DateTimeException noTime) {
      throw new ParameterException(
          spec.commandLine(), time + " is not a time such as 2026-11-21T10:00:00Z");
    }
  }
}
