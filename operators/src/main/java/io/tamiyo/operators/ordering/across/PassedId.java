package io.tamiyo.operators.ordering.across;

/**
 * The id of a message that has passed.
 *
 * @param id as the message had it
 * @param time the greatest clock when it passed, milliseconds
 */
public record PassedId(String id, long time) {}
