package io.tamiyo.operators.audit;

import io.tamiyo.operators.archive.ArchiveOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * What is told of the way of requests and commands, and for how long.
 *
 * @param topic whether it is told in a stream; in files it is where there is an archive
 * @param openAfter a story whose next step does not come for this long is reported; zero for never
 * @param maxOpen requests, and commands, of a layer that are followed at once
 * @param maxAge minutes of its files that are older than the newest by more are deleted
 * @param maxBytes of its files, beyond which the oldest minutes are deleted
 */
public record AuditOptions(
    boolean topic, Duration openAfter, int maxOpen, Duration maxAge, long maxBytes)
    implements Serializable {

  /**
   * Followed for longer than a command is sent again, and than a request is waited for; and kept
   * for longer than the journal, which takes a hundred times the room.
   */
  public static final AuditOptions DEFAULTS =
      new AuditOptions(false, Duration.ofSeconds(90), 1_000, Duration.ofDays(7), 1L << 30);

  public AuditOptions {
    if (openAfter.isNegative()) {
      throw new IllegalArgumentException("openAfter is negative: " + openAfter);
    }
    if (maxOpen < 1) {
      throw new IllegalArgumentException("maxOpen is not positive: " + maxOpen);
    }
    ArchiveOptions.requireKept(maxAge, maxBytes);
  }

  /**
   * For how long a next step is waited for, milliseconds. What is not reported is forgotten as
   * soon, since nothing else ends it.
   */
  long patienceMs() {
    return follows() ? openAfter.toMillis() : DEFAULTS.openAfter.toMillis();
  }

  /** Whether stories that stay open are reported. */
  public boolean follows() {
    return openAfter.toMillis() > 0;
  }
}
