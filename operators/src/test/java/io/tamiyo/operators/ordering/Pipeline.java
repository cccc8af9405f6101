package io.tamiyo.operators.ordering;

import io.tamiyo.operators.anomaly.DetectionOptions;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.ingest.IngestHarness;
import io.tamiyo.operators.tamiyo.PolicyOptions;
import io.tamiyo.operators.tracking.TrackingOptions;
import java.io.IOException;
import java.util.List;

/** Ingest and order of all layers, one behind the other; order may be restarted. */
final class Pipeline implements AutoCloseable {

  private final LayerConfig config;
  private final IngestHarness ingest;
  private OrderHarness order;

  Pipeline(OrderingOptions options) throws Exception {
    config =
        new LayerConfig(
            options, DetectionOptions.DEFAULTS, PolicyOptions.DEFAULTS, TrackingOptions.DEFAULTS);
    ingest = IngestHarness.start();
    order = OrderHarness.start();
  }

  /** What comes out because of this entry. */
  List<Delivery> send(InboundEntry entry) throws Exception {
    Delivery read = ingest.deliver(entry);
    return order.send(
        new Delivery(
            read.entry(), read.header(), read.messages(), config, true, read.late(), read.terms()));
  }

  /** Order goes on from what it has kept. */
  void restart() throws Exception {
    var kept = order.snapshot();
    order.close();
    order = OrderHarness.start(1, 0, kept);
  }

  @Override
  public void close() throws IOException {
    ingest.close();
    order.close();
  }
}
