package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.host.commands.Publications;
import io.tamiyo.host.telemetry.PublisherCounts;
import java.util.Map;

/** The signs of life that a host gives for each of its layers. */
final class HostSigns {

  private final LayerContext context;
  private final long producerEpoch;
  private final double start;

  HostSigns(LayerContext context, long producerEpoch) {
    this.context = context;
    this.producerEpoch = producerEpoch;
    this.start = context.seconds();
  }

  /** The host is there. */
  ServiceAnnouncement announcement(String layerId) {
    return new Publications(context.hostId(), layerId)
        .announcement(header("announcement", layerId, 0));
  }

  /**
   * The host lives.
   *
   * @param number from 1, of this layer in this life of the host
   * @param status {@code healthy}, {@code degraded} when the layer takes no commands any more, or
   *     {@code stopping} for a goodbye
   */
  Heartbeat heartbeat(LayerRuntime layer, long number, String status) {
    PublisherCounts counts = context.publisher().counts();
    return new Heartbeat(
        header("heartbeat", layer.layerId(), number),
        context.hostId(),
        context.seconds() - start,
        Map.of(
            "sent",
            (double) counts.sent(),
            "dropped",
            (double) counts.dropped(),
            "failures",
            (double) layer.failures()),
        status,
        Map.of(),
        layer.layerId());
  }

  private Header header(String kind, String layerId, long number) {
    String id = "%s-%s-%d-%d".formatted(kind, layerId, producerEpoch, number);
    return Header.of(id, context.seconds(), context.hostId());
  }
}
