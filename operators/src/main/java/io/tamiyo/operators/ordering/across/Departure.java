package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.List;

/**
 * A delivery goes on.
 *
 * @param number that of its arrival
 * @param how in order, or why not
 * @param missing ids that it has waited for in vain
 * @param terms the ledger of its layer then
 */
record Departure(long number, How how, List<String> missing, LedgerTerms terms) {

  /** In which order one goes. */
  enum How {
    /** In its order. */
    IN_ORDER,
    /** It waits; what goes on is its time alone. */
    EMPTIED,
    /** What should have come after it has gone before. */
    LATE,
    /** It does not wait any more, since too many do. */
    FORCED,
    /** It has waited for long enough. */
    TIMED_OUT
  }

  Departure(long number, How how, LedgerTerms terms) {
    this(number, how, List.of(), terms);
  }

  /** Whether it goes without having been preceded, or followed, by what it should have been. */
  boolean isOutOfOrder() {
    return how == How.LATE || !missing.isEmpty();
  }
}
