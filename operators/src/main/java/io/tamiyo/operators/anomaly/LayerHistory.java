package io.tamiyo.operators.anomaly;

import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was usual for each seed and metric of a layer: the last reports as a ring of rows, with
 * running sums. Values are kept as float32, as they travel. Every value is held against the history
 * without it, and then joins it; what was not measured or is not finite does not.
 *
 * <p>Bounded: of a layer's seeds the first {@link #MAX_SEEDS} are judged, and the first {@link
 * #MAX_METRICS} metrics that it ever reported.
 */
final class LayerHistory {

  static final int MAX_SEEDS = 10_000;
  static final int MAX_METRICS = 16;

  /** Ordinals at which the sums are built again from the rows, so that rounding does not add up. */
  static final int REFRESH_EVERY = 100;

  private List<String> metrics;
  private int seeds;
  private float[][] ring;
  private long ordinal;
  private ColumnSums sums;
  private boolean[] alarmed;

  private LayerHistory(
      List<String> metrics, int seeds, int window, ColumnSums sums, boolean[] alarmed) {
    this.metrics = metrics;
    this.seeds = seeds;
    this.ring = new float[window][];
    this.sums = sums;
    this.alarmed = alarmed;
  }

  /** Nothing was reported. */
  static LayerHistory empty(int window) {
    return new LayerHistory(List.of(), 0, window, ColumnSums.ofNothing(0), new boolean[0]);
  }

  /** As it was stored. */
  static LayerHistory of(StoredHistory stored) {
    LayerHistory history =
        new LayerHistory(
            List.copyOf(stored.metrics()),
            stored.seeds(),
            stored.window(),
            stored.sums().copy(),
            stored.alarmed().clone());
    history.ordinal = stored.ordinal();
    history.place(stored.rows());
    return history;
  }

  /** What is stored of it; later reports do not change it. */
  StoredHistory stored() {
    return new StoredHistory(
        new ArrayList<>(metrics),
        seeds,
        ring.length,
        ordinal,
        rows(),
        sums.copy(),
        alarmed.clone());
  }

  /** Holds a report against the history and adds it; returns a finding for each of its metrics. */
  List<Finding> judge(SeedColumns report, DetectionOptions options) {
    fit(report, options.window());
    float[] row = new float[metrics.size() * seeds];
    Arrays.fill(row, Float.NaN);
    Judgement judgement = new Judgement(sums, options);
    List<Finding> findings = new ArrayList<>(report.metrics().size());
    for (MetricColumn column : report.metrics()) {
      int metric = metrics.indexOf(column.name());
      if (metric >= 0) {
        judgement.begin(column.name(), report.rows());
        judge(report.seedIds(), column, metric * seeds, row, judgement);
        findings.add(judgement.finding());
      }
    }
    add(row);
    return findings;
  }

  /**
   * Whether an alert is due: the share has reached the least one, and it was below half of it since
   * the last alert.
   */
  boolean isAlertDue(Finding finding, double minShare) {
    int metric = metrics.indexOf(finding.metric());
    boolean before = alarmed[metric];
    if (finding.share() >= minShare) {
      alarmed[metric] = true;
      return !before;
    }
    alarmed[metric] = before && finding.share() >= minShare / 2;
    return false;
  }

  private void judge(
      int[] seedIds, MetricColumn column, int firstColumn, float[] row, Judgement judgement) {
    double[] values = column.values();
    boolean[] measured = column.measured();
    for (int i = 0; i < seedIds.length && seedIds[i] < seeds; i++) {
      if (measured[i]) {
        float value = (float) values[i];
        int at = firstColumn + seedIds[i];
        judgement.hold(at, seedIds[i], value);
        if (Float.isFinite(value)) {
          row[at] = value;
        }
      }
    }
  }

  private void add(float[] row) {
    int at = (int) (ordinal % ring.length);
    float[] oldest = ring[at];
    if (oldest == null) {
      sums.add(row);
    } else {
      sums.replace(oldest, row);
    }
    ring[at] = row;
    ordinal++;
    if (ordinal % REFRESH_EVERY == 0) {
      sums.refresh(rows());
    }
  }

  /** Makes room for seeds and metrics that were not reported before, and for another window. */
  private void fit(SeedColumns report, int window) {
    int[] ids = report.seedIds();
    int needed = ids.length == 0 ? 0 : Math.min(MAX_SEEDS, ids[ids.length - 1] + 1);
    List<String> names = new ArrayList<>(metrics);
    for (MetricColumn column : report.metrics()) {
      if (names.size() < MAX_METRICS && !names.contains(column.name())) {
        names.add(column.name());
      }
    }
    boolean grows = needed > seeds || names.size() > metrics.size();
    if (!grows && window == ring.length) {
      return;
    }
    List<float[]> rows = rows();
    List<float[]> kept = rows.subList(Math.max(0, rows.size() - window), rows.size());
    kept = new ArrayList<>(grows ? widened(kept, names.size(), Math.max(needed, seeds)) : kept);
    metrics = List.copyOf(names);
    seeds = Math.max(needed, seeds);
    alarmed = Arrays.copyOf(alarmed, metrics.size());
    ring = new float[window][];
    place(kept);
    sums = ColumnSums.ofNothing(metrics.size() * seeds);
    sums.refresh(kept); // about 0, which gives the means
    sums.refresh(kept);
  }

  private List<float[]> widened(List<float[]> rows, int newMetrics, int newSeeds) {
    List<float[]> widened = new ArrayList<>(rows.size());
    for (float[] row : rows) {
      float[] wide = new float[newMetrics * newSeeds];
      Arrays.fill(wide, Float.NaN);
      for (int metric = 0; metric < metrics.size(); metric++) {
        System.arraycopy(row, metric * seeds, wide, metric * newSeeds, seeds);
      }
      widened.add(wide);
    }
    return widened;
  }

  /** The rows that are filled, oldest first. */
  private List<float[]> rows() {
    List<float[]> rows = new ArrayList<>(ring.length);
    for (long i = Math.max(0, ordinal - ring.length); i < ordinal; i++) {
      float[] row = ring[(int) (i % ring.length)];
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  private void place(List<float[]> rows) {
    long first = ordinal - rows.size();
    for (int i = 0; i < rows.size(); i++) {
      ring[(int) ((first + i) % ring.length)] = rows.get(i);
    }
  }
}
