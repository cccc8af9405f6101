package io.tamiyo.operators.ordering.across;

import java.util.List;

/**
 * What is kept of a {@link Dependent}.
 *
 * @param number that of its arrival
 * @param lane whose order it stands in
 * @param since the greatest clock when it arrived, milliseconds
 * @param messages as the ledger counts them
 * @param weight what it takes of the room for what waits
 * @param ids those of its messages
 * @param missing ids that it waits for
 */
public record DependentState(
    long number,
    Lane lane,
    long since,
    int messages,
    int weight,
    List<String> ids,
    List<String> missing) {}
