package io.tamiyo.operators.aggregation;

import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reports of a layer since its window began. A window begins with its first report, at a
 * multiple of its length, and never before the last one has ended. A metric of the seeds is summed
 * up over all seeds and reports, one of the layer over the reports; {@link SummedNames} keeps them
 * apart, since a layer and its seeds have metrics of the same name.
 *
 * <p>Bounded: of the metrics of a window the first {@link #MAX_METRICS} are summed up.
 */
final class LayerWindow {

  static final int MAX_METRICS = 32;

  private long start;
  private long end;
  private boolean open;
  private int totalSeeds;
  private int activeSeeds;
  private long reports;
  private long late;
  private long leftOut;
  private final Map<String, MetricAggregate> aggregates = new LinkedHashMap<>();

  private LayerWindow(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /** Nothing was reported yet. */
  static LayerWindow none() {
    return new LayerWindow(Long.MIN_VALUE, Long.MIN_VALUE);
  }

  /** As it was stored. */
  static LayerWindow of(StoredWindow stored) {
    LayerWindow window = new LayerWindow(stored.start(), stored.end());
    window.open = stored.open();
    window.totalSeeds = stored.totalSeeds();
    window.activeSeeds = stored.activeSeeds();
    window.reports = stored.reports();
    window.late = stored.late();
    window.leftOut = stored.leftOut();
    stored
        .aggregates()
        .forEach(metric -> window.aggregates.put(metric.name(), MetricAggregate.of(metric)));
    return window;
  }

  /** What is stored of it; later reports do not change it. */
  StoredWindow stored() {
    List<StoredAggregate> metrics = new ArrayList<>(aggregates.size());
    aggregates.forEach((name, metric) -> metrics.add(metric.stored(name)));
    return new StoredWindow(
        start, end, open, totalSeeds, activeSeeds, reports, late, leftOut, metrics);
  }

  /** Whether something has arrived in a window that this time is behind. */
  boolean isOverAt(long timeMs) {
    return open && timeMs >= end;
  }

  /** Whether something has arrived that no aggregate tells yet. */
  boolean isOpen() {
    return open;
  }

  /**
   * Adds a report, or counts it as late when its window has ended.
   *
   * @param timeMs of its entry
   * @param late whether its place in the order was given up before it came
   * @param lengthMs of a window that it begins
   * @return whether it was summed up
   */
  boolean add(LayerHealthReport report, long timeMs, boolean late, long lengthMs) {
    if (timeMs < (open ? start : end)) {
      this.late++;
      return false;
    }
    if (!open) {
      open = true;
      start = Math.max(end, Math.floorDiv(timeMs, lengthMs) * lengthMs);
      end = Math.floorDiv(timeMs, lengthMs) * lengthMs + lengthMs;
    }
    if (late) {
      this.late++;
      return false;
    }
    reports++;
    totalSeeds = report.totalSeeds();
    activeSeeds = report.activeSeeds();
    for (MetricColumn column : report.seeds().metrics()) {
      MetricAggregate metric =
          column.name().equals(SeedColumns.LIFECYCLE_STATE)
              ? null
              : metric(SummedNames.ofSeeds(column.name()));
      if (metric != null) {
        metric.add(column);
      }
    }
    report.layerMetrics().forEach(this::add);
    return true;
  }

  /**
   * What has arrived in the window, which is over.
   *
   * @param timeMs of the delivery that ends it, which may be older than its beginning when it was
   *     released late
   */
  WindowSummary close(long timeMs) {
    Map<String, Double> summary = new LinkedHashMap<>();
    Map<String, Long> values = new LinkedHashMap<>();
    Map<String, Long> nonFinite = new LinkedHashMap<>();
    aggregates.forEach(
        (name, metric) -> {
          metric.summarize(name, summary);
          values.put(name, metric.count());
          if (metric.nonFinite() > 0) {
            nonFinite.put(name, metric.nonFinite());
          }
        });
    WindowSummary closed =
        new WindowSummary(
            start,
            Math.max(start, Math.min(end, timeMs)),
            totalSeeds,
            activeSeeds,
            reports,
            late,
            leftOut,
            summary,
            values,
            nonFinite);
    open = false;
    reports = 0;
    late = 0;
    leftOut = 0;
    aggregates.clear();
    return closed;
  }

  private void add(String layerMetric, double value) {
    MetricAggregate metric = metric(SummedNames.ofLayer(layerMetric));
    if (metric != null) {
      metric.add(value);
    }
  }

  private @Nullable MetricAggregate metric(String name) {
    MetricAggregate known = aggregates.get(name);
    if (known != null) {
      return known;
    }
    if (aggregates.size() == MAX_METRICS) {
      leftOut++;
      return null;
    }
    MetricAggregate fresh = MetricAggregate.empty();
    aggregates.put(name, fresh);
    return fresh;
  }
}
