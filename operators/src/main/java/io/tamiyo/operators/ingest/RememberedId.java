package io.tamiyo.operators.ingest;

/**
 * The id of a message that came without a sequence.
 *
 * @param id as the message had it
 * @param time the layer's clock when it arrived, milliseconds
 */
public record RememberedId(String id, long time) {}
