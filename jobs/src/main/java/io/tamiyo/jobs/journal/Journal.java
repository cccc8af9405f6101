package io.tamiyo.jobs.journal;

import io.tamiyo.operators.delivery.InboundEntry;
import java.util.function.Consumer;

/** Entries of the past. */
public interface Journal {

  /**
   * Hands over what lies between two times, by the ids of the entries and, of one id, by their
   * streams: always in the same order.
   *
   * @throws io.tamiyo.jobs.cluster.CommandFailure when it can't be read
   */
  void read(Span span, Consumer<InboundEntry> taker);

  /**
   * From when to when.
   *
   * @param from milliseconds since 1970, inclusive
   * @param to exclusive
   */
  record Span(long from, long to) {

    public Span {
      if (to <= from) {
        throw new IllegalArgumentException("the end is not after the start");
      }
    }

    /** Whether a time is in it. */
    public boolean contains(long time) {
      return time >= from && time < to;
    }

    /** How far a time is through it, 0 to 1. */
    public double share(long time) {
      return Math.max(0, Math.min(1, (time - from) / (double) (to - from)));
    }
  }
}
