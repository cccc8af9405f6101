package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.LedgerTerms;

/**
 * The ledger of a layer of which something waits.
 *
 * @param layer whose it is
 * @param newest as its newest delivery told it
 * @param held messages that wait
 * @param entries what they stand in
 */
public record LayerTerms(String layer, LedgerTerms newest, long held, int entries) {

  static LayerTerms none(String layer) {
    return new LayerTerms(layer, LedgerTerms.NONE, 0, 0);
  }

  LayerTerms told(LedgerTerms terms) {
    return new LayerTerms(layer, terms, held, entries);
  }

  LayerTerms holding(int messages) {
    return new LayerTerms(layer, newest, held + messages, entries + 1);
  }

  LayerTerms releasing(int messages) {
    return new LayerTerms(layer, newest, held - messages, entries - 1);
  }

  /** The newest ledger, less what waits. */
  LedgerTerms terms() {
    return newest.plus(new LedgerTerms(0, 0, 0, 0, held));
  }
}
