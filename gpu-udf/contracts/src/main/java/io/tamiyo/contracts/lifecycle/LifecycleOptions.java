package io.tamiyo.contracts.lifecycle;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * The thresholds on the edges of the lifecycle table.
 *
 * @param leastEpochs training epochs that a seed spends in a state before it may leave it; a state
 *     that is missing may be left at once
 * @param embargoEpochs training epochs that a seed stays CULLED, CANCELLED or ROLLED_BACK before it
 *     sleeps again
 * @param maxReconstructionLoss TRAINING→GRAFTING needs a reconstruction loss of at most this
 * @param minStability EVALUATING→FINE_TUNING needs a stability score of at least this
 * @param minFinalStability FINE_TUNING→FOSSILIZED needs a final stability of at least this
 * @param minTotalImprovement FINE_TUNING→FOSSILIZED needs an improvement of at least this
 * @param cullPerformanceDelta a performance delta below this is a cause to cull
 * @param cullErrorRate an error rate above this is a cause to cull
 * @param cullErrorCount more errors than this are a cause to cull
 */
public record LifecycleOptions(
    Map<SeedState, Integer> leastEpochs,
    int embargoEpochs,
    double maxReconstructionLoss,
    double minStability,
    double minFinalStability,
    double minTotalImprovement,
    double cullPerformanceDelta,
    double cullErrorRate,
    double cullErrorCount)
    implements Serializable {

  /** The values of the documents. */
  public static final LifecycleOptions DEFAULTS =
      new LifecycleOptions(
          Map.of(
              SeedState.TRAINING, 100,
              SeedState.GRAFTING, 50,
              SeedState.STABILIZATION, 20,
              SeedState.EVALUATING, 30,
              SeedState.FINE_TUNING, 50),
          50,
          0.01,
          0.8,
          0.95,
          0.01,
          -0.05,
          0.1,
          5);

  public LifecycleOptions {
    leastEpochs.forEach(
        (state, epochs) -> {
          if (epochs < 0) {
            throw new IllegalArgumentException(
                "least epochs of " + state + " is negative: " + epochs);
          }
        });
    leastEpochs = Map.copyOf(leastEpochs);
    if (embargoEpochs < 0) {
      throw new IllegalArgumentException("embargoEpochs is negative: " + embargoEpochs);
    }
    requireFinite("maxReconstructionLoss", maxReconstructionLoss);
    requireFinite("minStability", minStability);
    requireFinite("minFinalStability", minFinalStability);
    requireFinite("minTotalImprovement", minTotalImprovement);
    requireFinite("cullPerformanceDelta", cullPerformanceDelta);
    requireFinite("cullErrorRate", cullErrorRate);
    requireFinite("cullErrorCount", cullErrorCount);
  }

  /**
   * The same options with every number of epochs multiplied by {@code scale} and rounded up, for
   * runs that must show a whole life in a minute.
   */
  public LifecycleOptions withEpochsScaledBy(double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("epoch scale is not positive: " + scale);
    }
    Map<SeedState, Integer> scaled = new EnumMap<>(SeedState.class);
    leastEpochs.forEach((state, epochs) -> scaled.put(state, (int) Math.ceil(epochs * scale)));
    return new LifecycleOptions(
        scaled,
        (int) Math.ceil(embargoEpochs * scale),
        maxReconstructionLoss,
        minStability,
        minFinalStability,
        minTotalImprovement,
        cullPerformanceDelta,
        cullErrorRate,
        cullErrorCount);
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is not finite: " + value);
    }
  }
}
