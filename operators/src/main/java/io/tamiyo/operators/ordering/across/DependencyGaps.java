package io.tamiyo.operators.ordering.across;

import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.SideRecordId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports messages that others depend on and that were waited for in vain. */
final class DependencyGaps {

  private static final String SOURCE = "tamiyo/across";

  private final String alerts;
  private final EntryCodec codec;

  DependencyGaps(StreamNames names, EntryCodec codec) {
    this.alerts = names.alerts();
    this.codec = codec;
  }

  /**
   * The entry that tells what a delivery has waited for; it names some, and says how many.
   *
   * @param forgottenUntil up to when they may have passed, and been forgotten, which it says then;
   *     0 where nothing was
   */
  Outbound of(Crossing crossing, List<String> missing, long forgottenUntil) throws IOException {
    InboundEntry entry = crossing.entry();
    List<String> named = missing.subList(0, Math.min(missing.size(), Dependencies.MAX_IDS));
    Map<String, Object> metadata =
        new TreeMap<>(Map.of("waited_for", named, "entry_id", entry.entryId()));
    if (forgottenUntil > 0) {
      metadata.put("may_have_passed_until", forgottenUntil);
    }
    Header header =
        new Header(
            SideRecordId.of(entry.stream(), entry.entryId(), "dependency_gap", 0),
            entry.time() / 1000.0,
            SOURCE,
            Header.VERSION,
            null,
            metadata);
    GapEvent event =
        new GapEvent(
            header,
            entry.stream(),
            crossing.layer(),
            (long) missing.size(),
            "dependency",
            crossing.producer(),
            null,
            null);
    return new Outbound(
        alerts, codec.write(Places.of("GapEvent", crossing.layer(), 1), List.of(event)));
  }
}
