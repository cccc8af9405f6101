package io.tamiyo.operators.ordering;

/**
 * An entry that is held until its predecessors have arrived or are given up.
 *
 * @param sequence its place
 * @param since the layer's clock when it arrived, milliseconds
 * @param messages how many of its messages could be read when it arrived
 */
public record Waiting(long sequence, long since, int messages) {}
