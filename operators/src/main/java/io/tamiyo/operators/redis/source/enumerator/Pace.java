package io.tamiyo.operators.redis.source.enumerator;

import java.time.Duration;
import java.util.OptionalLong;

/** The pause from the end of a round to the next one. */
final class Pace {

  private final long pauseNanos;
  private OptionalLong ended = OptionalLong.empty();

  Pace(Duration pause) {
    this.pauseNanos = pause.toNanos();
  }

  /** Whether the next round may begin, by the same clock as {@link #ended}. */
  boolean isDue(long nanos) {
    return ended.isEmpty() || nanos - ended.getAsLong() >= pauseNanos;
  }

  /** Notes the end of a round. */
  void ended(long nanos) {
    ended = OptionalLong.of(nanos);
  }
}
