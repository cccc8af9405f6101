package io.tamiyo.host.layer;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.TelemetryWindow;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;

/** Words what was measured of a layer together with the seeds as they are. */
final class Reports {

  private Reports() {}

  /**
   * A health report. What was measured of a seed in an earlier state is left out: nobody shall
   * judge a seed by it.
   */
  static LayerHealthReport of(
      Header header,
      long hostEpoch,
      SeedTable seeds,
      LayerMeasurement measurement,
      TelemetryWindow window) {
    boolean[] current = new boolean[seeds.size()];
    for (Seed seed : seeds.seeds()) {
      current[seed.id()] = measurement.states().get(seed.id()) == seed.state();
    }
    List<MetricColumn> columns =
        measurement.columns().stream().map(column -> masked(column, current)).toList();
    return new LayerHealthReport(
        header,
        seeds.layerId(),
        seeds.size(),
        seeds.where(seed -> seed.state().isActive()).size(),
        columns(hostEpoch, seeds, columns),
        measurement.layerMetrics(),
        LayerSummary.of(columns),
        window,
        List.of());
  }

  private static MetricColumn masked(MetricColumn column, boolean[] current) {
    double[] values = new double[current.length];
    boolean[] measured = new boolean[current.length];
    for (int row = 0; row < current.length; row++) {
      measured[row] = current[row] && column.measured()[row];
      values[row] = measured[row] ? column.values()[row] : 0;
    }
    return new MetricColumn(column.name(), values, measured);
  }

  private static SeedColumns columns(long hostEpoch, SeedTable seeds, List<MetricColumn> columns) {
    int size = seeds.size();
    int[] ids = new int[size];
    byte[] states = new byte[size];
    long[] revisions = new long[size];
    int[] epochs = new int[size];
    for (Seed seed : seeds.seeds()) {
      SeedState state = seed.state();
      ids[seed.id()] = seed.id();
      states[seed.id()] = state.code();
      revisions[seed.id()] = seed.revision().number();
      epochs[seed.id()] = seed.epochsInState();
    }
    return new SeedColumns(hostEpoch, ids, states, revisions, epochs, columns);
  }
}
