package io.tamiyo.host.layer;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.ServiceAnnouncement;
import io.tamiyo.host.metrics.HostVitals;
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

  /**
   * The host is there.
   *
   * @param hostEpoch of the layer's revisions
   */
  ServiceAnnouncement announcement(String layerId, long hostEpoch) {
    return context
        .publications(layerId)
        .announcement(header("announcement", layerId, 0), hostEpoch);
  }

  /**
   * The host lives.
   *
   * @param number from 1, of this layer in this life of the host
   * @param status {@code healthy}, {@code degraded} when the layer takes no commands any more, or
   *     {@code stopping} for a goodbye
   * @param vitals of the host
   * @param load of its process, by resource
   */
  Heartbeat heartbeat(
      LayerRuntime layer, long number, String status, HostVitals vitals, Map<String, Double> load) {
    return new Heartbeat(
        header("heartbeat", layer.layerId(), number),
        context.hostId(),
        context.seconds() - start,
        Map.of(
            "spooled_bytes",
            (double) vitals.spooledBytes(),
            "sent",
            (double) vitals.published(),
            "dropped",
            (double) vitals.dropped(),
            "buffered",
            (double) vitals.buffered(),
            "failures",
            (double) layer.failures(),
            "work_failures",
            (double) vitals.workFailures(),
            "broken_layers",
            (double) vitals.brokenLayers()),
        status,
        load,
        layer.layerId());
  }

  private Header header(String kind, String layerId, long number) {
    String id = "%s-%s-%d-%d".formatted(kind, layerId, producerEpoch, number);
    return Header.of(id, context.seconds(), context.hostId());
  }
}
