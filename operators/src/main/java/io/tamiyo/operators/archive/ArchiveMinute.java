package io.tamiyo.operators.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * A minute of the archive and its directory: few enough entries to be put in order in memory.
 *
 * @param start its first millisecond since 1970
 */
public record ArchiveMinute(long start) implements Comparable<ArchiveMinute> {

  private static final long LENGTH = 60_000;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/HH-mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  public ArchiveMinute {
    if (start % LENGTH != 0) {
      throw new IllegalArgumentException(start + " ms is not the start of a minute");
    }
  }

  /** The minute of a time, milliseconds since 1970. */
  public static ArchiveMinute of(long time) {
    return new ArchiveMinute(Math.floorDiv(time, LENGTH) * LENGTH);
  }

  /** The minute of a directory, if it is one. */
  static Optional<ArchiveMinute> named(String name) {
    try {
      LocalDateTime time = LocalDateTime.parse(name, NAME);
      return Optional.of(of(time.toInstant(ZoneOffset.UTC).toEpochMilli()));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }

  /**
   * Its directory below the archive's: the day and, within it, hours and minutes, UTC.
   *
   * @throws IllegalArgumentException if no calendar knows the time
   */
  public String directory() {
    try {
      return NAME.format(Instant.ofEpochMilli(start).truncatedTo(ChronoUnit.MINUTES));
    } catch (DateTimeException beyond) {
      throw new IllegalArgumentException("no calendar knows " + start + " ms", beyond);
    }
  }

  /** The first millisecond after it. */
  long end() {
    return start + LENGTH;
  }

  @Override
  public int compareTo(ArchiveMinute other) {
    return Long.compare(start, other.start);
  }
}
