package io.tamiyo.host.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tamiyo.host.telemetry.PublishDelays;

/** Words the numbers of a host as the five metrics of the documents. */
public final class HostMetrics {

  private static final String PREFIX = "morphogenetic_";
  private static final String KIND = "kind";

  private HostMetrics() {}

  /** The metrics; counters get their suffix {@code _total} when they are written. */
  public static MetricSnapshots of(HostVitals vitals) {
    return MetricSnapshots.of(
        counter("messages_published", "Messages that Redis has.", vitals.published()),
        counter("messages_consumed", "Entries of control logs settled.", vitals.consumed()),
        latency(vitals.delays()),
        depth(vitals.buffered()),
        errors(vitals));
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static HistogramSnapshot latency(PublishDelays.Counts delays) {
    return HistogramSnapshot.builder()
        .name(PREFIX + "message_latency_seconds")
        .help("Time from a message being given to the publisher until Redis has it.")
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .labels(Labels.of("operation", "publish"))
                .classicHistogramBuckets(
                    ClassicHistogramBuckets.of(delays.bounds(), delays.counts()))
                .sum(delays.sumSeconds())
                .build())
        .build();
  }

  private static GaugeSnapshot depth(long buffered) {
    return GaugeSnapshot.builder()
        .name(PREFIX + "queue_depth")
        .help("Messages that wait for Redis in memory.")
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) buffered).build())
        .build();
  }

  private static CounterSnapshot errors(HostVitals vitals) {
    return CounterSnapshot.builder()
        .name(PREFIX + "message_errors")
        .help("Messages given up, failures of layers, and failures of the host's other work.")
        .dataPoint(error("dropped", vitals.dropped()))
        .dataPoint(error("layer", vitals.layerFailures()))
        .dataPoint(error("work", vitals.workFailures()))
        .build();
  }

  private static CounterDataPointSnapshot error(String kind, long value) {
    return CounterDataPointSnapshot.builder()
        .labels(Labels.of(KIND, kind))
        .value((double) value)
        .build();
  }
}
