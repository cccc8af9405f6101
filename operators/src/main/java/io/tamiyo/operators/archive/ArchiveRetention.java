package io.tamiyo.operators.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Which minutes of the archive have to go. */
final class ArchiveRetention {

  /** The last minutes stay whatever they weigh: files are still written there. */
  static final Duration UNTOUCHED = Duration.ofMinutes(30);

  private ArchiveRetention() {}

  /**
   * The minutes to delete, the oldest first.
   *
   * @param bytes of each minute that there is
   * @param newest the newest time that was archived, milliseconds
   */
  static List<ArchiveMinute> expired(
      NavigableMap<ArchiveMinute, Long> bytes, long newest, ArchiveOptions options) {
    long total = bytes.values().stream().mapToLong(Long::longValue).sum();
    List<ArchiveMinute> expired = new ArrayList<>();
    for (Map.Entry<ArchiveMinute, Long> minute : bytes.entrySet()) {
      long age = newest - minute.getKey().end();
      boolean isTooOld = age > options.maxAge().toMillis();
      boolean isTooMuch = total > options.maxBytes() && age > UNTOUCHED.toMillis();
      if (!isTooOld && !isTooMuch) {
        break;
      }
      expired.add(minute.getKey());
      total -= minute.getValue();
    }
    return expired;
  }
}
