package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.config.LayerConfig;
import java.util.List;

/**
 * An entry on its way through the operators of its layer: decoded, not a duplicate, in order.
 *
 * @param entry as it came
 * @param header its fields, read
 * @param messages those of its messages that could be read, in the order sent
 * @param config the options of its layer at this moment
 * @param configured whether the configuration stream was read to its end since the job started;
 *     before that nothing is emitted
 * @param late whether it arrived after its place in the order was given up
 * @param terms the ledger of the layer so far, as the operators behind it count it
 */
public record Delivery(
    InboundEntry entry,
    EntryHeader header,
    List<Message> messages,
    LayerConfig config,
    boolean configured,
    boolean late,
    LedgerTerms terms) {

  public Delivery {
    messages = List.copyOf(messages);
  }

  /** The layer that it is about. */
  public String layer() {
    return entry.layer();
  }

  /** Whether the layer has gone, so that nothing is to be known of it behind this. */
  public boolean isLast() {
    return !header.isSequenced() && header.type().equals(Origin.TICK) && Farewell.isIn(entry);
  }

  /** The layer's clock, milliseconds. */
  public long time() {
    return entry.time();
  }
}
