package io.tamiyo.operators.ordering;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.SideRecordId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports sequences that were given up. */
final class GapEvents {

  private static final String SOURCE = "tamiyo/order";

  private final String alerts;
  private final EntryCodec codec;

  GapEvents(StreamNames names, EntryCodec codec) {
    this.alerts = names.alerts();
    this.codec = codec;
  }

  /**
   * The entry that tells of a gap.
   *
   * @param occasion the delivery at which it was given up
   * @param ordinal which of that delivery's gaps it is
   */
  Outbound of(OrderStep.GiveUp gap, Delivery occasion, int ordinal) throws IOException {
    Lane lane = gap.lane();
    String entryId = occasion.entry().entryId();
    Header header =
        new Header(
            SideRecordId.of(occasion.entry().stream(), entryId, "gap", ordinal),
            occasion.time() / 1000.0,
            SOURCE,
            Header.VERSION,
            null,
            new TreeMap<>(Map.of("producer_epoch", lane.epoch(), "given_up_at", entryId)));
    GapEvent event =
        new GapEvent(
            header,
            lane.stream(),
            occasion.layer(),
            gap.lost(),
            lane.isStarted() ? "sequence" : "late start",
            lane.producer(),
            lane.next(),
            gap.to());
    return of(event);
  }

  /** The entry that tells of a gap. */
  Outbound of(GapEvent event) throws IOException {
    return new Outbound(
        alerts, codec.write(Places.of("GapEvent", event.layerId(), 1), List.of(event)));
  }
}
