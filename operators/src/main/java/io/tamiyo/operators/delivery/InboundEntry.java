package io.tamiyo.operators.delivery;

import java.util.Map;

/**
 * An entry of an inbound stream or a control log as it crosses the only shuffle, not yet decoded.
 *
 * @param layer the key: the layer of its fields, else of its stream, else the stream itself
 * @param stream the Redis key that it stood in
 * @param time the milliseconds of its id: the layer's clock
 * @param ordinal the second part of its id
 * @param fields its fields as they came
 */
public record InboundEntry(
    String layer, String stream, long time, long ordinal, Map<String, byte[]> fields) {

  /** The id that Redis gave it. */
  public String entryId() {
    return time + "-" + ordinal;
  }
}
