package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.message.AlertType;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
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

/** Tells people that a metric of a layer has become unusual. */
final class AnomalyAlerts {

  private static final String SOURCE = "tamiyo/detect";

  private final String alerts;
  private final EntryCodec codec;

  AnomalyAlerts(StreamNames names, EntryCodec codec) {
    this.alerts = names.alerts();
    this.codec = codec;
  }

  /**
   * The entry that tells of a finding.
   *
   * @param ordinal which alert of the delivery's it is
   */
  Outbound of(Finding finding, Delivery delivery, int ordinal) throws IOException {
    String entryId = delivery.entry().entryId();
    String id = SideRecordId.of(delivery.entry().stream(), entryId, "anomaly", ordinal);
    boolean isBroken = finding.nonFinite() > 0;
    PerformanceAlert alert =
        new PerformanceAlert(
            Header.of(id, delivery.time() / 1000.0, SOURCE),
            delivery.layer(),
            null,
            AlertType.ANOMALY,
            isBroken ? Severity.CRITICAL : Severity.WARNING,
            finding.metric(),
            finding.worstValue(),
            Double.isFinite(finding.limit()) ? finding.limit() : null,
            new TreeMap<>(
                Map.of(
                    "unusual_seeds", finding.unusual(),
                    "non_finite_seeds", finding.nonFinite(),
                    "seeds", finding.seeds(),
                    "worst_seed", finding.worstSeed(),
                    "cause", entryId)),
            null);
    return new Outbound(
        alerts, codec.write(Places.of("PerformanceAlert", delivery.layer(), 1), List.of(alert)));
  }
}
