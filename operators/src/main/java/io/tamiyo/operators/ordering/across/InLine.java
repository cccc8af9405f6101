package io.tamiyo.operators.ordering.across;

/**
 * A delivery that waits for its turn.
 *
 * @param number that of its arrival
 * @param moment the clock of its layer then
 * @param messages as the ledger counts them
 * @param weight what it takes of the room for what waits
 * @param last whether its layer has gone
 */
public record InLine(long number, Moment moment, int messages, int weight, boolean last) {}
