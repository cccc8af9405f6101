package io.tamiyo.operators.audit;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is told of the way of requests and commands.
 *
 * @param topic whether it is told in a stream; in files it is where there is an archive
 * @param openAfter a story whose next step does not come for this long is reported; zero for never
 * @param maxOpen requests, and commands, of a layer that are followed at once
 */
public record AuditOptions(boolean topic, Duration openAfter, int maxOpen) implements Serializable {

  /** Longer than a command is sent again, and than a request is waited for. */
  public static final AuditOptions DEFAULTS =
      new AuditOptions(false, Duration.ofSeconds(90), 1_000);

  public AuditOptions {
    if (openAfter.isNegative()) {
      throw new IllegalArgumentException("openAfter is negative: " + openAfter);
    }
    if (maxOpen < 1) {
      throw new IllegalArgumentException("maxOpen is not positive: " + maxOpen);
    }
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
