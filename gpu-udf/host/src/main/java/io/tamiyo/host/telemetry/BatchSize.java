package io.tamiyo.host.telemetry;

/**
 * How many reports may share an entry, by how sending goes. While Redis answers quickly and entries
 * come out full, the path is under-used, and the bound grows by an eighth; an answer that takes
 * longer than {@value #SLOW_MILLIS} ms halves it, so that what is urgent waits behind less. Between
 * is neither: a bound that moved with every answer would never settle.
 *
 * <p>{@link #sent} belongs to the publisher's thread; any may ask for {@link #size}.
 */
final class BatchSize {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long SLOW_MILLIS = 10;
  private static final long QUICK_MILLIS = 5;
  private static final int EIGHTH = 8;

  private final int least;
  private final int most;
  private volatile int size;

  /**
   * Begins with the greatest.
   *
   * @param least bound, at least 1
   * @param most the greatest bound
   */
  BatchSize(int least, int most) {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("a batch of %d to %d reports".formatted(least, most));
    }
    this.least = least;
    this.most = most;
    this.size = most;
  }

  /** The bound now. */
  int size() {
    return size;
  }

  /**
   * Entries were sent and answered.
   *
   * @param largest reports in the largest of them
   * @param nanos until the answer
   */
  void sent(int largest, long nanos) {
    int now = size;
    if (nanos > SLOW_MILLIS * NANOS_PER_MILLI) {
      size = Math.max(least, now / 2);
      return;
    }
    if (nanos <= QUICK_MILLIS * NANOS_PER_MILLI && largest >= now) {
      size = Math.min(most, now + Math.max(1, now / EIGHTH));
    }
  }
}
