package io.tamiyo.operators.correlation;

/** One look at all that waits, which finds when the next is worth while. */
final class Look {

  private final long now;
  private long next;

  /**
   * @param now the layer's clock, milliseconds since 1970
   * @param next when there is something to be found that this look is not asked for
   */
  Look(long now, long next) {
    this.now = now;
    this.next = next;
  }

  /**
   * Whether a wait is over.
   *
   * @param heardAt since when
   * @param patienceMs for how long
   */
  boolean isOver(long heardAt, long patienceMs) {
    if (now - heardAt > patienceMs) {
      return true;
    }
    next = Math.min(next, heardAt + patienceMs);
    return false;
  }

  /** Before this nothing more will be over. */
  long next() {
    return next;
  }
}
