package io.tamiyo.contracts.wire.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code health_metrics}, an object of metrics by seed, as columns; numbers stay exactly what they
 * were. {@code lifecycle_state} becomes the states. Layers that aggregate send its mean over a
 * window: where that is no state's code, the state is the nearest one and the mean stays as a
 * column, by which {@link SeedColumns#isStateKnown} tells that it is a guess.
 */
final class HealthMetrics {

  private static final String FIELD = "health_metrics";
  private static final Pattern SEED_ID = Pattern.compile("0|[1-9]\\d{0,8}");

  private final WireLimits limits;

  HealthMetrics(WireLimits limits) {
    this.limits = limits;
  }

  /**
   * The columns.
   *
   * @param path of the message
   */
  SeedColumns columns(JsonNode bySeed, String path) throws DecodeFailure {
    String fieldPath = Paths.field(path, FIELD);
    if (!bySeed.isObject() && !bySeed.isMissingNode()) {
      throw Failures.invalid(fieldPath, "is no object but " + bySeed.getNodeType());
    }
    Map<Integer, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> seed : bySeed.properties()) {
      sorted.put(seedId(seed.getKey(), fieldPath), seed.getValue());
    }
    MetricTable table = new MetricTable(sorted.size(), limits);
    int row = 0;
    for (Map.Entry<Integer, JsonNode> seed : sorted.entrySet()) {
      String seedPath = Paths.field(fieldPath, String.valueOf(seed.getKey()));
      table.add(row++, seed.getValue(), seedPath);
    }
    return assemble(sorted.keySet().stream().mapToInt(Integer::intValue).toArray(), table);
  }

  /** Puts {@code health_metrics} where the columns are. */
  void replaceColumns(ObjectNode report) {
    JsonNode seeds = report.remove("seeds");
    ObjectNode bySeed = report.putObject(FIELD);
    if (!(seeds instanceof POJONode node && node.getPojo() instanceof SeedColumns columns)) {
      throw new IllegalArgumentException("a report without columns");
    }
    for (int row = 0; row < columns.rows(); row++) {
      ObjectNode metrics = bySeed.putObject(Integer.toString(columns.seedIds()[row]));
      boolean stateIsColumn = false;
      for (MetricColumn column : columns.metrics()) {
        stateIsColumn |= column.name().equals(SeedColumns.LIFECYCLE_STATE);
        if (column.measured()[row]) {
          metrics.put(column.name(), column.values()[row]);
        }
      }
      if (!stateIsColumn) {
        metrics.put(SeedColumns.LIFECYCLE_STATE, (double) columns.states()[row]);
      }
    }
  }

  private int seedId(String text, String path) throws DecodeFailure {
    if (!SEED_ID.matcher(text).matches()) {
      throw Failures.invalid(Paths.field(path, text), "is no seed id");
    }
    int seedId = Integer.parseInt(text);
    if (seedId >= limits.maxSeeds()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE,
          Paths.field(path, text),
          "a layer has at most " + limits.maxSeeds() + " seeds");
    }
    return seedId;
  }

  private static SeedColumns assemble(int[] seedIds, MetricTable table) {
    List<MetricColumn> metrics = new ArrayList<>();
    byte[] states = new byte[seedIds.length];
    boolean hasStates = false;
    for (MetricColumn column : table.columns()) {
      if (!column.name().equals(SeedColumns.LIFECYCLE_STATE)) {
        metrics.add(column);
        continue;
      }
      hasStates = true;
      if (!fillStates(column, states)) {
        metrics.add(column);
      }
    }
    if (!hasStates && seedIds.length > 0) {
      metrics.add(unmeasuredStates(seedIds.length));
    }
    long[] revisions = new long[seedIds.length];
    int[] epochs = new int[seedIds.length];
    Arrays.fill(revisions, -1);
    Arrays.fill(epochs, -1);
    return new SeedColumns(-1, seedIds, states, revisions, epochs, metrics);
  }

  private static MetricColumn unmeasuredStates(int rows) {
    return new MetricColumn(SeedColumns.LIFECYCLE_STATE, new double[rows], new boolean[rows]);
  }

  /** Fills in the nearest states; returns whether all of them are exact. */
  private static boolean fillStates(MetricColumn column, byte[] states) {
    boolean allExact = true;
    int last = SeedState.values().length - 1;
    for (int row = 0; row < states.length; row++) {
      double value = column.values()[row];
      states[row] = (byte) Math.max(0, Math.min(last, Math.round(value)));
      allExact &= column.measured()[row] && states[row] == value;
    }
    return allExact;
  }
}
