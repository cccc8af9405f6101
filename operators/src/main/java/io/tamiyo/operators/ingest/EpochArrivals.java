package io.tamiyo.operators.ingest;

import java.util.Arrays;

/**
 * Which sequences of one start of a producer have arrived: all up to the highest, but for the
 * missing ones. Exact whatever is lost or late, and small while little is missing; Kafka's bitmap
 * over the last few would forget a loss as soon as it is that far behind.
 *
 * @param epoch the producer's start
 * @param highest the highest sequence that has arrived
 * @param missing first and last of each range below {@code highest} that has not, ascending
 * @param lastTime the layer's clock when one arrived last, milliseconds
 */
public record EpochArrivals(long epoch, long highest, long[] missing, long lastTime) {

  /** Ranges that are remembered; an arrival in a forgotten one can't be told from a duplicate. */
  static final int MAX_RANGES = 256;

  /** A start of which nothing has arrived. */
  static EpochArrivals none(long epoch) {
    return new EpochArrivals(epoch, 0, new long[0], 0);
  }

  /** Whether the sequence has arrived, or can't be told from one that has. */
  boolean contains(long sequence) {
    return sequence <= highest && rangeOf(sequence) < 0;
  }

  /** These and one more, which must not be contained. */
  EpochArrivals with(long sequence, long time) {
    if (sequence == highest + 1) {
      return new EpochArrivals(epoch, sequence, missing, time);
    }
    if (sequence > highest) {
      return new EpochArrivals(epoch, sequence, skipping(highest + 1, sequence - 1), time);
    }
    return new EpochArrivals(epoch, highest, without(sequence, rangeOf(sequence)), time);
  }

  private int rangeOf(long sequence) {
    for (int i = missing.length - 2; i >= 0; i -= 2) {
      if (missing[i] <= sequence) {
        return sequence <= missing[i + 1] ? i : -1;
      }
    }
    return -1;
  }

  private long[] skipping(long from, long to) {
    long[] more = Arrays.copyOf(missing, missing.length + 2);
    more[missing.length] = from;
    more[missing.length + 1] = to;
    return bounded(more);
  }

  private long[] without(long sequence, int range) {
    long from = missing[range];
    long to = missing[range + 1];
    long[] parts = new long[missing.length + 2];
    System.arraycopy(missing, 0, parts, 0, range);
    int end = range;
    if (from < sequence) {
      parts[end++] = from;
      parts[end++] = sequence - 1;
    }
    if (sequence < to) {
      parts[end++] = sequence + 1;
      parts[end++] = to;
    }
    int behind = missing.length - range - 2;
    System.arraycopy(missing, range + 2, parts, end, behind);
    return bounded(Arrays.copyOf(parts, end + behind));
  }

  private static long[] bounded(long[] ranges) {
    return ranges.length <= 2 * MAX_RANGES ? ranges : Arrays.copyOfRange(ranges, 2, ranges.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EpochArrivals that
        && epoch == that.epoch
        && highest == that.highest
        && lastTime == that.lastTime
        && Arrays.equals(missing, that.missing);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * epoch + highest);
  }

  @Override
  public String toString() {
    return "EpochArrivals[epoch="
        + epoch
        + ", highest="
        + highest
        + ", missing="
        + Arrays.toString(missing)
        + ", lastTime="
        + lastTime
        + "]";
  }
}
