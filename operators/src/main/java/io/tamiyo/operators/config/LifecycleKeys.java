package io.tamiyo.operators.config;

import io.tamiyo.contracts.lifecycle.LifecycleOptions;
import io.tamiyo.contracts.lifecycle.SeedState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The keys of {@link LifecycleOptions}. */
public final class LifecycleKeys {

  /** Training epochs before an embargoed seed sleeps again. */
  public static final ConfigOption<Integer> EMBARGO_EPOCHS =
      ConfigOptions.key("lifecycle.embargo-epochs")
          .intType()
          .defaultValue(LifecycleOptions.DEFAULTS.embargoEpochs())
          .withDescription("Training epochs of the embargo before a seed sleeps again.");

  /** TRAINING to GRAFTING. */
  public static final ConfigOption<Double> MAX_RECONSTRUCTION_LOSS =
      threshold(
          "max-reconstruction-loss",
          LifecycleOptions.DEFAULTS.maxReconstructionLoss(),
          "Greatest reconstruction loss with which a seed may be grafted.");

  /** EVALUATING to FINE_TUNING. */
  public static final ConfigOption<Double> MIN_STABILITY =
      threshold(
          "min-stability",
          LifecycleOptions.DEFAULTS.minStability(),
          "Least stability score with which a seed is fine-tuned.");

  /** FINE_TUNING to FOSSILIZED. */
  public static final ConfigOption<Double> MIN_FINAL_STABILITY =
      threshold(
          "min-final-stability",
          LifecycleOptions.DEFAULTS.minFinalStability(),
          "Least final stability with which a seed is fossilized.");

  /** FINE_TUNING to FOSSILIZED. */
  public static final ConfigOption<Double> MIN_TOTAL_IMPROVEMENT =
      threshold(
          "min-total-improvement",
          LifecycleOptions.DEFAULTS.minTotalImprovement(),
          "Least total improvement with which a seed is fossilized.");

  /** A cause to cull. */
  public static final ConfigOption<Double> CULL_PERFORMANCE_DELTA =
      threshold(
          "cull-performance-delta",
          LifecycleOptions.DEFAULTS.cullPerformanceDelta(),
          "A performance delta below this is a cause to cull.");

  /** A cause to cull. */
  public static final ConfigOption<Double> CULL_ERROR_RATE =
      threshold(
          "cull-error-rate",
          LifecycleOptions.DEFAULTS.cullErrorRate(),
          "An error rate above this is a cause to cull.");

  /** A cause to cull. */
  public static final ConfigOption<Double> CULL_ERROR_COUNT =
      threshold(
          "cull-error-count",
          LifecycleOptions.DEFAULTS.cullErrorCount(),
          "More errors than this are a cause to cull.");

  private LifecycleKeys() {}

  /** Training epochs that a seed spends in a state before it may leave it. */
  public static ConfigOption<Integer> leastEpochs(SeedState state) {
    return ConfigOptions.key(
            "lifecycle.least-epochs." + state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .intType()
        .defaultValue(LifecycleOptions.DEFAULTS.leastEpochs().getOrDefault(state, 0))
        .withDescription("Training epochs that a seed spends in " + state + " at least.");
  }

  static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all = new ArrayList<>();
    for (SeedState state : SeedState.values()) {
      all.add(leastEpochs(state));
    }
    all.add(EMBARGO_EPOCHS);
    all.add(MAX_RECONSTRUCTION_LOSS);
    all.add(MIN_STABILITY);
    all.add(MIN_FINAL_STABILITY);
    all.add(MIN_TOTAL_IMPROVEMENT);
    all.add(CULL_PERFORMANCE_DELTA);
    all.add(CULL_ERROR_RATE);
    all.add(CULL_ERROR_COUNT);
    return List.copyOf(all);
  }

  static LifecycleOptions resolve(Configuration values, LifecycleOptions base) {
    Map<SeedState, Integer> leastEpochs = new EnumMap<>(SeedState.class);
    leastEpochs.putAll(base.leastEpochs());
    for (SeedState state : SeedState.values()) {
      values.getOptional(leastEpochs(state)).ifPresent(least -> leastEpochs.put(state, least));
    }
    return new LifecycleOptions(
        leastEpochs,
        values.getOptional(EMBARGO_EPOCHS).orElse(base.embargoEpochs()),
        values.getOptional(MAX_RECONSTRUCTION_LOSS).orElse(base.maxReconstructionLoss()),
        values.getOptional(MIN_STABILITY).orElse(base.minStability()),
        values.getOptional(MIN_FINAL_STABILITY).orElse(base.minFinalStability()),
        values.getOptional(MIN_TOTAL_IMPROVEMENT).orElse(base.minTotalImprovement()),
        values.getOptional(CULL_PERFORMANCE_DELTA).orElse(base.cullPerformanceDelta()),
        values.getOptional(CULL_ERROR_RATE).orElse(base.cullErrorRate()),
        values.getOptional(CULL_ERROR_COUNT).orElse(base.cullErrorCount()));
  }

  private static ConfigOption<Double> threshold(String name, double value, String description) {
    return ConfigOptions.key("lifecycle." + name)
        .doubleType()
        .defaultValue(value)
        .withDescription(description);
  }
}
