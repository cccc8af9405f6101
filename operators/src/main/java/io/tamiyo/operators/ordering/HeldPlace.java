package io.tamiyo.operators.ordering;

/**
 * Where a held entry is kept.
 *
 * @param lane the {@link Lane}
 * @param sequence its place there
 */
public record HeldPlace(int lane, long sequence) {}
