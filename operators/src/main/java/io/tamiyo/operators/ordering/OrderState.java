package io.tamiyo.operators.ordering;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.List;

/**
 * What order knows of a layer: one small value, read once a delivery and written when it changed.
 *
 * @param lanes the orders of its producers, longest silent first
 * @param lanesSeen lanes that there have ever been
 * @param deadLetters messages that could be read when they arrived, and not when they were released
 * @param duplicates messages that ingest no longer knew, found among what is held
 */
public record OrderState(List<Lane> lanes, int lanesSeen, long deadLetters, long duplicates) {

  /** A layer of which nothing has arrived. */
  static final OrderState EMPTY = new OrderState(List.of(), 0, 0, 0);

  /** Messages held. */
  long held() {
    long messages = 0;
    for (Lane lane : lanes) {
      messages += lane.held();
    }
    return messages;
  }

  /** The ledger terms of this operator. */
  LedgerTerms terms() {
    return new LedgerTerms(0, deadLetters, duplicates, 0, held());
  }
}
