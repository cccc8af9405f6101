package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.databind.JsonNode;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects metrics row by row into columns, in the order in which their names were first met. */
final class MetricTable {

  /** Few bytes may name many seeds and many metrics; this bounds what they are blown up to. */
  private static final long MAX_CELLS = 1 << 20;

  private final int rows;
  private final WireLimits limits;
  private final Map<String, MetricColumn> columns = new LinkedHashMap<>();

  MetricTable(int rows, WireLimits limits) {
    this.rows = rows;
    this.limits = limits;
  }

  /**
   * Adds what was measured of one seed.
   *
   * @throws DecodeFailure {@code INVALID_MESSAGE} or {@code TOO_LARGE} with the path
   */
  void add(int row, JsonNode metrics, String path) throws DecodeFailure {
    if (!metrics.isObject()) {
      throw Failures.invalid(path, "is no object but " + metrics.getNodeType());
    }
    for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
      String metricPath = Paths.field(path, metric.getKey());
      if (!metric.getValue().isNumber()) {
        throw Failures.invalid(metricPath, "is no number but " + metric.getValue().getNodeType());
      }
      MetricColumn column = column(metric.getKey(), metricPath);
      column.values()[row] = metric.getValue().doubleValue();
      column.measured()[row] = true;
    }
  }

  List<MetricColumn> columns() {
    return List.copyOf(columns.values());
  }

  private MetricColumn column(String name, String path) throws DecodeFailure {
    MetricColumn known = columns.get(name);
    if (known != null) {
      return known;
    }
    int count = columns.size() + 1;
    if (count > limits.maxMetrics() || (long) count * rows > MAX_CELLS) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, path, count + " metrics of " + rows + " seeds are too many");
    }
    MetricColumn fresh = new MetricColumn(name, new double[rows], new boolean[rows]);
    columns.put(name, fresh);
    return fresh;
  }
}
