package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.InboundEntry;
import java.util.Comparator;

/**
 * A point of stream time: the id of an entry.
 *
 * @param time milliseconds
 * @param ordinal which of its millisecond
 */
public record Moment(long time, long ordinal) implements Comparable<Moment> {

  private static final Comparator<Moment> ORDER =
      Comparator.comparingLong(Moment::time).thenComparingLong(Moment::ordinal);

  /** Before all entries. */
  static final Moment NEVER = new Moment(0, -1);

  static Moment of(InboundEntry entry) {
    return new Moment(entry.time(), entry.ordinal());
  }

  Moment orLater(Moment other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Moment other) {
    return ORDER.compare(this, other);
  }
}
