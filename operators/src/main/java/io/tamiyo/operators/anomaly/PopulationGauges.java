package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.metrics.MetricGroup;

/**
 * The last population of each layer as gauges: {@code layer.L.state.S.seeds}, {@code
 * layer.L.metric.M.mean} and {@code …standardDeviation}. Gauges can't be taken back, so their
 * number is bounded.
 */
final class PopulationGauges {

  static final int MAX_LAYERS = 256;
  static final int MAX_METRICS = 16;

  /** What the gauges of one layer read, from the threads of reporters; summed up when they do. */
  private static final class Shown {
    volatile SeedColumns seeds;
    final MetricGroup group;
    final Set<String> metrics = new HashSet<>();

    Shown(MetricGroup group, SeedColumns first) {
      this.group = group;
      this.seeds = first;
    }

    void registerStates() {
      for (SeedState state : SeedState.values()) {
        group
            .addGroup("state", state.name().toLowerCase(Locale.ROOT))
            .gauge("seeds", () -> Population.of(seeds).in(state));
      }
    }

    void registerMetrics() {
      for (MetricColumn column : seeds.metrics()) {
        String name = column.name();
        if (metrics.size() < MAX_METRICS && metrics.add(name)) {
          MetricGroup ofMetric = group.addGroup("metric", name);
          ofMetric.gauge("mean", () -> last(name).mean());
          ofMetric.gauge("standardDeviation", () -> last(name).standardDeviation());
        }
      }
    }

    private MetricSummary last(String name) {
      return seeds.metrics().stream()
          .filter(column -> column.name().equals(name))
          .findFirst()
          .map(MetricSummary::of)
          .orElseGet(() -> new MetricSummary(name, 0, 0, Double.NaN, Double.NaN));
    }
  }

  private final MetricGroup group;
  private final Map<String, Shown> layers = new HashMap<>();

  PopulationGauges(MetricGroup group) {
    this.group = group;
  }

  void show(String layer, SeedColumns seeds) {
    Shown shown = layers.get(layer);
    if (shown == null) {
      if (layers.size() >= MAX_LAYERS) {
        return;
      }
      shown = new Shown(group.addGroup("layer", layer), seeds);
      shown.registerStates();
      layers.put(layer, shown);
    }
    shown.seeds = seeds;
    shown.registerMetrics();
  }
}
