package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryBuilder;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of one layer as tests speak of them: {@code of("layer-1").inbound(1_000, report)}.
 * Each has an entry id of its own; the ledger says that everything so far has passed.
 */
public final class Deliveries {

  private final String layer;
  private final StreamNames names = StreamNames.unnamed();
  private LayerConfig config = LayerConfig.DEFAULTS;
  private boolean configured = true;
  private long ordinal;
  private long arrived;

  private Deliveries(String layer) {
    this.layer = layer;
  }

  /** Deliveries of a layer with the default options, configured. */
  public static Deliveries of(String layer) {
    return new Deliveries(layer);
  }

  /** From here on with these options. */
  public Deliveries config(LayerConfig options) {
    config = options;
    return this;
  }

  /** From here on before, or after, the configuration was read. */
  public Deliveries configured(boolean caughtUp) {
    configured = caughtUp;
    return this;
  }

  /** An entry of a host or a person. */
  public Delivery inbound(long time, Message... messages) {
    arrived += messages.length;
    return delivery(names.inbound(layer), "host-1", time, messages);
  }

  /** A tick of the job's own. */
  public Delivery tick(long time) {
    return delivery(names.inbound(layer), null, time, Fixtures.tick(layer, Fixtures.millis(time)));
  }

  /** The last tick of a layer that has gone. */
  public Delivery farewell(long time) {
    Delivery tick = tick(time);
    InboundEntry marked =
        EntryBuilder.farewell(layer, Fixtures.millis(time)).ordinal(ordinal).build();
    return new Delivery(
        marked, tick.header(), tick.messages(), config, configured, false, tick.terms());
  }

  /** An entry whose stream has no name, so that every operator fails that asks for it. */
  public Delivery nameless(long time) {
    String[] none = new String[1];
    return delivery(none[0], null, time);
  }

  /** An entry of the layer's control log. */
  public Delivery control(long time, Message... messages) {
    return delivery(names.control(layer), null, time, messages);
  }

  private Delivery delivery(
      String stream, @Nullable String producer, long time, Message... messages) {
    ordinal++;
    String type = messages.length == 0 ? "" : MessageTypes.nameOf(messages[0]);
    return new Delivery(
        new InboundEntry(layer, stream, time, ordinal, Map.of()),
        new EntryHeader(
            type, layer, producer, producer == null ? 0 : 1, ordinal, messages.length, null, null),
        List.of(messages),
        config,
        configured,
        false,
        new LedgerTerms(arrived, 0, 0, 0, 0));
  }
}
