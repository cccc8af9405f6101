package io.tamiyo.operators.ordering.across;

import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.List;

/**
 * What is kept of a {@link LayerLine}.
 *
 * @param layer whose it is
 * @param clock how far it is
 * @param terms its newest ledger
 * @param waiting what waits, in turn
 */
public record LayerLineState(String layer, Moment clock, LedgerTerms terms, List<InLine> waiting) {}
