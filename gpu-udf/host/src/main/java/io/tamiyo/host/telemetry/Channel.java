package io.tamiyo.host.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Where messages go; an entry holds messages of one channel, and its sequence counts the entries of
 * the producer's epoch in it. A stream that several layers share so has an unbroken sequence for
 * each of them, whoever reads them apart.
 *
 * @param stream the Redis key
 * @param layerId the layer that the messages are about, or null for none
 * @param counted whether its messages count as sent in the ledger: those of inbound streams do
 */
public record Channel(String stream, @Nullable String layerId, boolean counted) {}
