package io.tamiyo.operators.ordering.across;

import java.util.List;

/**
 * What is kept of a {@link CausalOrder}, but for the ids that have passed.
 *
 * @param next the number of the next arrival
 * @param greatest the greatest clock of all layers, milliseconds
 * @param oldestPassed the number of the first id that is remembered
 * @param waiting what waits, oldest first
 * @param ledgers those of the layers of which something waits
 * @param lastForgottenEarly when the last id had passed that was forgotten before its time,
 *     milliseconds; 0 where there was none
 */
public record CausalState(
    long next,
    long greatest,
    long oldestPassed,
    List<DependentState> waiting,
    List<LayerTerms> ledgers,
    long lastForgottenEarly) {

  /** Nothing has arrived. */
  static final CausalState NONE = new CausalState(0, 0, 0, List.of(), List.of(), 0);
}
