package io.tamiyo.host.layer;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a kernel has measured of its layer since the measurement before.
 *
 * @param states per seed the state in which it was measured; a seed that has gone on since was not
 *     measured in its present state
 * @param columns one row a seed
 * @param layerMetrics of the layer as a whole
 */
public record LayerMeasurement(
    List<SeedState> states, List<MetricColumn> columns, Map<String, Double> layerMetrics) {

  public LayerMeasurement {
    states = List.copyOf(states);
    columns = List.copyOf(columns);
    layerMetrics = Map.copyOf(layerMetrics);
  }

  /** The same with one more metric of the layer. */
  public LayerMeasurement with(String metric, double value) {
    Map<String, Double> more = new TreeMap<>(layerMetrics);
    more.put(metric, value);
    return new LayerMeasurement(states, columns, more);
  }
}
