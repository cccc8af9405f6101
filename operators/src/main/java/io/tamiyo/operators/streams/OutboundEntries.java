package io.tamiyo.operators.streams;

import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.sink.EntrySerializer;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.sink.StreamTrim;

/**
 * Appends what the job says, and bounds the streams that only people read. Those that the job reads
 * too are trimmed by its source, which knows how far it has read.
 */
public final class OutboundEntries implements EntrySerializer<Outbound> {

  private static final long serialVersionUID = 1;

  private final long maxLength;

  private OutboundEntries(long maxLength) {
    this.maxLength = maxLength;
  }

  /** For streams that another trims. */
  public static OutboundEntries untrimmed() {
    return new OutboundEntries(0);
  }

  /** For streams of which about the newest entries are kept. */
  public static OutboundEntries keeping(long entries) {
    if (entries <= 0) {
      throw new IllegalArgumentException("entries is not positive: " + entries);
    }
    return new OutboundEntries(entries);
  }

  @Override
  public StreamAppend serialize(Outbound element) {
    StreamTrim trim = maxLength == 0 ? null : StreamTrim.maxLength(maxLength);
    return new StreamAppend(element.stream(), element.fields(), trim);
  }
}
