package io.tamiyo.operators.deadletters;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What half a round may take, since streams are discovered and trimmed by the same thread. */
final class RoundBudget {

  static final int LETTERS = 1_000;
  static final long CHARACTERS = 8 << 20;
  static final Duration TIME = Duration.ofMillis(400);

  private final LongSupplier nanos;
  private final long began;
  private int letters;
  private long characters;

  /**
   * @param nanos a clock of this machine, since it is its thread's time
   */
  RoundBudget(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** Takes one letter off it; returns whether there is anything left. */
  boolean spend(long size) {
    letters++;
    characters += size;
    return letters < LETTERS
        && characters < CHARACTERS
        && nanos.getAsLong() - began < TIME.toNanos();
  }
}
