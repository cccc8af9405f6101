package io.tamiyo.operators.aggregation;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.TelemetryWindow;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.SideRecordId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what a window has come to as one health report of the layer. It names no seeds; counts
 * stand in its metadata, since {@code performance_summary} has the keys of the python-1.0 layers.
 */
final class AggregateReports {

  private static final String SOURCE = "tamiyo/aggregate";

  private final String stream;
  private final EntryCodec codec;

  AggregateReports(StreamNames names, EntryCodec codec) {
    this.stream = names.aggregates();
    this.codec = codec;
  }

  /**
   * The entry that tells of a window.
   *
   * @param occasion the delivery that has closed it; it closes one at most
   */
  Outbound of(WindowSummary window, Delivery occasion) throws IOException {
    String entryId = occasion.entry().entryId();
    String id = SideRecordId.of(occasion.entry().stream(), entryId, "aggregate", 0);
    LayerHealthReport report =
        new LayerHealthReport(
            Header.of(id, occasion.time() / 1000.0, SOURCE).withMetadata(counts(window, entryId)),
            occasion.layer(),
            window.totalSeeds(),
            window.activeSeeds(),
            SeedColumns.EMPTY,
            Map.of(),
            window.summary(),
            new TelemetryWindow(window.startMs() / 1000.0, window.endMs() / 1000.0),
            List.of());
    return new Outbound(
        stream, codec.write(Places.of("LayerHealthReport", occasion.layer(), 1), List.of(report)));
  }

  private static Map<String, Object> counts(WindowSummary window, String cause) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("reports", window.reports());
    counts.put("late", window.late());
    counts.put("values", window.values());
    if (!window.nonFinite().isEmpty()) {
      counts.put("non_finite", window.nonFinite());
    }
    if (window.leftOut() > 0) {
      counts.put("left_out", window.leftOut());
    }
    counts.put("cause", cause);
    return counts;
  }
}
