package io.tamiyo.operators.ordering.across;

/**
 * Ids that have passed one after the other, as they are kept: 24 bytes an id.
 *
 * @param first the number of the first
 * @param high of the {@link IdHash} of each
 * @param low of the {@link IdHash} of each
 * @param times the greatest clock when each passed, milliseconds
 */
public record PassedBlock(long first, long[] high, long[] low, long[] times) {}
