package io.tamiyo.operators.tracking;

import io.tamiyo.operators.delivery.LedgerTerms;

/**
 * The last term of a layer's ledger, and what was told of it.
 *
 * @param out messages that have passed their last decision
 * @param failed messages that an operator behind order failed on, which are dead letters
 * @param reportedAt stream time of the last report, milliseconds
 * @param reportedOut what it said of {@code out}
 * @param reported what it said of the other terms
 */
record LedgerCount(long out, long failed, long reportedAt, long reportedOut, LedgerTerms reported) {

  /** Nothing has passed. */
  static final LedgerCount NONE = new LedgerCount(0, 0, 0, 0, LedgerTerms.NONE);

  /** Stream time between two reports of a layer that is busy. */
  private static final long INTERVAL_MS = 1_000;

  /** Stream time after which a ledger that does not balance is reported nevertheless. */
  private static final long PATIENCE_MS = 5_000;

  /** More messages have passed. */
  LedgerCount plus(long passed) {
    return new LedgerCount(out + passed, failed, reportedAt, reportedOut, reported);
  }

  /** An operator failed on more messages. */
  LedgerCount plusFailed(long more) {
    return new LedgerCount(out, failed + more, reportedAt, reportedOut, reported);
  }

  /** The other terms, by those of the operators in front and what failed behind them. */
  LedgerTerms terms(LedgerTerms inFront) {
    return failed == 0 ? inFront : inFront.plus(new LedgerTerms(0, failed, 0, 0, 0));
  }

  /** A report was made. */
  LedgerCount reported(LedgerTerms terms, long now) {
    return new LedgerCount(out, failed, now, out, terms);
  }

  /**
   * Whether a report is due. While several messages are let go because of one, the terms before the
   * last of them do not add up with {@code out}; that moment is passed over.
   *
   * @param silent whether the layer has nothing more to say for now
   */
  boolean isDue(LedgerTerms terms, long now, boolean silent) {
    boolean changed = out != reportedOut || !terms.equals(reported);
    long since = now - reportedAt;
    boolean balanced = terms.passed() == out;
    return changed && (balanced ? silent || since >= INTERVAL_MS : since >= PATIENCE_MS);
  }
}
