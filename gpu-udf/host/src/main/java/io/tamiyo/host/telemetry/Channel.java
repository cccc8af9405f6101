package io.tamiyo.host.telemetry;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.XAddParams;

/**
 * Where messages go; an entry holds messages of one channel, and its sequence counts the entries of
 * the producer's epoch in it. A stream that several layers share so has an unbroken sequence for
 * each of them, whoever reads them apart.
 *
 * @param stream the Redis key
 * @param layerId the layer that the messages are about, or null for none
 * @param counted whether its messages count as sent in the ledger: those of inbound streams do
 * @param mostEntries to which the stream is trimmed, about and never below; 0 where that is left to
 *     others
 */
public record Channel(String stream, @Nullable String layerId, boolean counted, long mostEntries) {

  /** One whose stream others trim. */
  public Channel(String stream, @Nullable String layerId, boolean counted) {
    this(stream, layerId, counted, 0);
  }

  /** How an entry is added. */
  XAddParams adding() {
    XAddParams adding = XAddParams.xAddParams();
    return mostEntries == 0 ? adding : adding.maxLen(mostEntries).approximateTrimming();
  }
}
