package io.tamiyo.operators.archive;

import java.io.Serializable;
import java.time.Duration;

/**
 * Where the archive is, and how much of it is kept.
 *
 * @param path a directory of any file system that Flink knows
 * @param maxAge minutes that are older than the newest by more are deleted
 * @param maxBytes beyond this the oldest minutes are deleted, but none to which anything was
 *     written within {@link ArchiveRetention#UNTOUCHED}
 */
public record ArchiveOptions(String path, Duration maxAge, long maxBytes) implements Serializable {

  public ArchiveOptions {
    if (path.isBlank()) {
      throw new IllegalArgumentException("path is blank");
    }
    requireKept(maxAge, maxBytes);
  }

  /**
   * That so much of files in directories of minutes can be kept.
   *
   * @throws IllegalArgumentException when it is less than retention leaves
   */
  public static void requireKept(Duration maxAge, long maxBytes) {
    if (maxAge.compareTo(ArchiveRetention.UNTOUCHED) < 0) {
      throw new IllegalArgumentException(
          "maxAge is %s; expected at least %s".formatted(maxAge, ArchiveRetention.UNTOUCHED));
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes is not positive: " + maxBytes);
    }
  }
}
