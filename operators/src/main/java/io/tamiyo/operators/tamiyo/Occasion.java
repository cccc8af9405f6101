package io.tamiyo.operators.tamiyo;

/**
 * What brings Tamiyo to look at a layer.
 *
 * @param layerId the layer
 * @param now stream time, milliseconds
 * @param cause the entry id of the delivery that triggered it
 * @param limit commands that may be proposed
 */
public record Occasion(String layerId, long now, String cause, int limit) {}
