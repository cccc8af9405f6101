package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.config.LayerConfig;
import java.util.ArrayList;
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
 * @param failures messages of it that an operator in front failed on, which go no further
 */
public record Delivery(
    InboundEntry entry,
    EntryHeader header,
    List<Message> messages,
    LayerConfig config,
    boolean configured,
    boolean late,
    LedgerTerms terms,
    List<Failure> failures) {

  public Delivery {
    messages = List.copyOf(messages);
    failures = List.copyOf(failures);
  }

  /** One of which no operator has failed. */
  public Delivery(
      InboundEntry entry,
      EntryHeader header,
      List<Message> messages,
      LayerConfig config,
      boolean configured,
      boolean late,
      LedgerTerms terms) {
    this(entry, header, messages, config, configured, late, terms, List.of());
  }

  /** The same without a message that an operator failed on. */
  public Delivery without(Failure failure) {
    List<Message> rest = new ArrayList<>(messages);
    rest.removeIf(message -> message == failure.message());
    List<Failure> all = new ArrayList<>(failures);
    all.add(failure);
    return new Delivery(entry, header, rest, config, configured, late, terms, all);
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
