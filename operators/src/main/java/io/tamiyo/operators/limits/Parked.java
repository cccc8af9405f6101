package io.tamiyo.operators.limits;

/**
 * An entry that waits until it may pass.
 *
 * @param place its number among those of its layer that have ever waited
 * @param producer who sent it, or empty for somebody without a name
 * @param messages that it says it holds
 */
public record Parked(long place, String producer, int messages) {}
