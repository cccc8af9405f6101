package io.tamiyo.jobs.closedloop;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.MetricColumn;
import io.tamiyo.host.layer.LayerKernel;
import io.tamiyo.host.layer.LayerMeasurement;
import io.tamiyo.host.seeds.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A kernel that computes nothing. What it measures of a seed follows from the seed's state and
 * revision and the random seed of the test, so that job and host judge by the same figures. Every
 * seventh seed goes on to FOSSILIZED; the others are stopped in one state or another and live
 * again, so that there is something to decide for as long as training goes on.
 */
final class SimulatedKernel implements LayerKernel {

  private static final int FOSSILIZING = 7;

  /** Of so many reports one says of all seeds what is unusual. */
  private static final int UNUSUAL_IN = 40;

  private static final List<String> METRICS =
      List.of(
          MetricNames.RECONSTRUCTION_LOSS,
          MetricNames.PERFORMANCE_DELTA,
          MetricNames.STABILITY_SCORE,
          MetricNames.FINAL_STABILITY,
          MetricNames.TOTAL_IMPROVEMENT,
          MetricNames.ERROR_RATE,
          MetricNames.ERROR_COUNT);

  private final String layerId;
  private final long randomSeed;
  private final Map<Integer, Seed> seeds = new ConcurrentSkipListMap<>();
  private final Set<String> weights = ConcurrentHashMap.newKeySet();
  private int reports;

  SimulatedKernel(String layerId, long randomSeed) {
    this.layerId = layerId;
    this.randomSeed = randomSeed;
  }

  @Override
  public void apply(Seed seed) {
    seeds.put(seed.id(), seed);
  }

  @Override
  public void disable(String why) {
    throw new AssertionError("the layer broke off: " + why);
  }

  @Override
  public void keepWeights(Seed seed) {
    weights.add(String.valueOf(seed.blueprintId()));
  }

  @Override
  public boolean hasWeights(Seed seed) {
    return weights.contains(String.valueOf(seed.blueprintId()));
  }

  @Override
  public Map<String, Double> measured(int seedId) {
    Seed seed = seeds.get(seedId);
    return seed == null ? Map.of() : measured(seed);
  }

  @Override
  public Optional<String> learnedBlueprint(int seedId) {
    return Optional.of("simulated-" + layerId + "-" + seedId);
  }

  /** What a report says of the seeds as they are now. */
  LayerMeasurement measure() {
    List<Seed> now = List.copyOf(seeds.values());
    List<SeedState> states = now.stream().map(Seed::state).toList();
    List<Map<String, Double>> rows = now.stream().map(this::measured).toList();
    List<MetricColumn> columns = new ArrayList<>();
    for (String metric : METRICS) {
      columns.add(column(metric, rows));
    }
    columns.add(activation(now.size()));
    return new LayerMeasurement(
        states, columns, Map.of(MetricNames.LOSS, 0.5, MetricNames.ACCURACY, 0.75));
  }

  private Map<String, Double> measured(Seed seed) {
    boolean fossilizing = seed.id() % FOSSILIZING == 0;
    return switch (seed.state()) {
      case TRAINING ->
          oneOf(4, seed) && !fossilizing
              ? Map.of(MetricNames.ERROR_COUNT, 6.0)
              : Map.of(MetricNames.RECONSTRUCTION_LOSS, 0.005);
      case EVALUATING ->
          oneOf(3, seed) && !fossilizing
              ? Map.of(MetricNames.PERFORMANCE_DELTA, -0.2)
              : Map.of(MetricNames.PERFORMANCE_DELTA, 0.02, MetricNames.STABILITY_SCORE, 0.9);
      case FINE_TUNING ->
          fossilizing
              ? Map.of(MetricNames.TOTAL_IMPROVEMENT, 0.02, MetricNames.FINAL_STABILITY, 0.97)
              : Map.of(MetricNames.ERROR_RATE, 0.5);
      case DORMANT,
          GERMINATED,
          GRAFTING,
          STABILIZATION,
          FOSSILIZED,
          CULLED,
          CANCELLED,
          ROLLED_BACK ->
          Map.of();
    };
  }

  /** Once in so many revisions, the same whenever it is asked. */
  private boolean oneOf(int many, Seed seed) {
    long life = 31L * (31L * layerId.hashCode() + seed.id()) + seed.revision().number();
    return new Random(randomSeed ^ (life * 0x9E3779B97F4A7C15L)).nextInt(many) == 0;
  }

  private MetricColumn activation(int rows) {
    double[] values = new double[rows];
    boolean[] measured = new boolean[rows];
    reports++;
    Arrays.fill(values, reports % UNUSUAL_IN == 0 ? 5 : 0.5 + reports % 3 * 0.01);
    Arrays.fill(measured, true);
    return new MetricColumn(MetricNames.ACTIVATION_MEAN, values, measured);
  }

  private static MetricColumn column(String metric, List<Map<String, Double>> rows) {
    double[] values = new double[rows.size()];
    boolean[] measured = new boolean[rows.size()];
    for (int row = 0; row < values.length; row++) {
      Double value = rows.get(row).get(metric);
      measured[row] = value != null;
      values[row] = value == null ? 0 : value;
    }
    return new MetricColumn(metric, values, measured);
  }
}
