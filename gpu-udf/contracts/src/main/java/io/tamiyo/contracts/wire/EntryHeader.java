package io.tamiyo.contracts.wire;

import org.jspecify.annotations.Nullable;

/**
 * What an entry's fields say about it without a look into its payload; so an entry whose payload
 * cannot be read still has its place in the order.
 *
 * @param type kind of message, or empty when absent
 * @param layer the layer, or null when the fields do not say (python-1.0)
 * @param producer who numbers it, or null on a wire without sequences
 * @param producerEpoch the producer's start
 * @param sequence from 1; 0 on a wire without sequences
 * @param count how many messages it holds, at least 1
 * @param traceparent W3C trace context, or null
 * @param replayOf the dead letter that is tried again, or null
 */
public record EntryHeader(
    String type,
    @Nullable String layer,
    @Nullable String producer,
    long producerEpoch,
    long sequence,
    int count,
    @Nullable String traceparent,
    @Nullable String replayOf) {

  /** Whether the entry has a place in a producer's order. */
  public boolean isSequenced() {
    return producer != null;
  }
}
