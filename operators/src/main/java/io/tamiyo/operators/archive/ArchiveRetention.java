package io.tamiyo.operators.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Which minutes of the archive have to go. */
final class ArchiveRetention {

  /**
   * A minute stays whatever it weighs while anything was written to it that long ago or less, since
   * more may follow: a job that catches up writes to minutes that passed long before.
   */
  static final Duration UNTOUCHED = Duration.ofMinutes(30);

  /**
   * The files of a minute.
   *
   * @param bytes of all of them
   * @param written when the youngest was, milliseconds since 1970
   */
  record Held(long bytes, long written) {}

  private ArchiveRetention() {}

  /**
   * The minutes to delete, the oldest first. How old they are is counted from the newest minute.
   *
   * @param held by minute
   * @param now the clock by which files are written, milliseconds since 1970
   */
  static List<ArchiveMinute> expired(
      NavigableMap<ArchiveMinute, Held> held, long now, ArchiveOptions options) {
    if (held.isEmpty()) {
      return List.of();
    }
    long newest = held.lastKey().end();
    long total = held.values().stream().mapToLong(Held::bytes).sum();
    List<ArchiveMinute> expired = new ArrayList<>();
    for (Map.Entry<ArchiveMinute, Held> minute : held.entrySet()) {
      long bytes = minute.getValue().bytes();
      boolean isTooOld = newest - minute.getKey().end() > options.maxAge().toMillis();
      boolean isFinished = now - minute.getValue().written() > UNTOUCHED.toMillis();
      if (isFinished && (isTooOld || total > options.maxBytes())) {
        expired.add(minute.getKey());
        total -= bytes;
      }
    }
    return expired;
  }
}
