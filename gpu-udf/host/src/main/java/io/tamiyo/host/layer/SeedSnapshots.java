package io.tamiyo.host.layer;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.SeedMetricsSnapshot;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words seeds in detail, a few at a time and those that are active in turn, so that what they cost
 * does not grow with the layer. For one thread.
 */
final class SeedSnapshots {

  private final LayerKernel kernel;
  private final int atOnce;
  private int next;

  /**
   * @param atOnce so many seeds at a time, 0 for none
   */
  SeedSnapshots(LayerKernel kernel, int atOnce) {
    this.kernel = kernel;
    this.atOnce = atOnce;
  }

  /** The seeds whose turn it is: of n active ones each comes once in n. */
  List<Seed> due(SeedTable seeds) {
    List<Seed> due = new ArrayList<>(atOnce);
    for (int looked = 0; looked < seeds.size() && due.size() < atOnce; looked++) {
      next = next < seeds.size() ? next : 0;
      Seed seed = seeds.seed(next++);
      if (seed.state().isActive()) {
        due.add(seed);
      }
    }
    return due;
  }

  /**
   * A seed as it is, and what was measured of it in its present state: nothing, where training has
   * not come to that state yet.
   *
   * @param checkpointId the last checkpoint of the layer, or null
   * @param measurement of the layer
   */
  SeedMetricsSnapshot of(
      Header header,
      String layerId,
      Seed seed,
      @Nullable String checkpointId,
      LayerMeasurement measurement) {
    boolean isMeasured = isMeasured(seed, measurement);
    Map<String, Double> measured = isMeasured ? kernel.measured(seed.id()) : Map.of();
    Double time = measurement.layerMetrics().get(MetricNames.COMPUTE_TIME_MS);
    return new SeedMetricsSnapshot(
        header,
        layerId,
        seed.id(),
        seed.state().name(),
        null,
        measured,
        measured.getOrDefault(MetricNames.ERROR_COUNT, 0.0).intValue(),
        0,
        checkpointId,
        time == null ? Map.of() : Map.of("layer_" + MetricNames.COMPUTE_TIME_MS, time),
        seed.state().isGrafted() ? grafting(seed, isMeasured) : null);
  }

  private static boolean isMeasured(Seed seed, LayerMeasurement measurement) {
    List<SeedState> states = measurement.states();
    return seed.id() < states.size() && states.get(seed.id()) == seed.state();
  }

  private Map<String, Object> grafting(Seed seed, boolean isMeasured) {
    Map<String, Object> grafting = new LinkedHashMap<>();
    grafting.put("strategy", seed.strategy().name());
    if (isMeasured) {
      grafting.put("alpha", kernel.alpha(seed.id()));
    }
    grafting.put("epochs_in_state", seed.epochsInState());
    grafting.put("revision", seed.revision().number());
    if (seed.blueprintId() != null) {
      grafting.put("blueprint", seed.blueprintId());
    }
    return grafting;
  }
}
