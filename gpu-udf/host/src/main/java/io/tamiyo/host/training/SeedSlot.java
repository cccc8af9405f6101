package io.tamiyo.host.training;

import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintFit;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.kernel.SeedBlend;
import io.tamiyo.host.measurement.ErrorTally;
import io.tamiyo.host.measurement.FinalStability;
import io.tamiyo.host.measurement.PerformanceDelta;
import io.tamiyo.host.measurement.ReconstructionLoss;
import io.tamiyo.host.measurement.StabilityScore;
import io.tamiyo.host.measurement.TotalImprovement;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One seed on the training thread: what it does in its state, and what is measured of it there. */
final class SeedSlot {

  private final int start;
  private final int end;
  private final double blueprintRate;
  private final ReconstructionLoss reconstruction = new ReconstructionLoss();
  private final StabilityScore stability = new StabilityScore();
  private final FinalStability finalStability = new FinalStability();
  private final PerformanceDelta delta = new PerformanceDelta();
  private final ErrorTally errors = new ErrorTally();
  private SeedAssignment current;
  private int epochsInState;
  private @Nullable BlueprintFit fit;

  SeedSlot(ChunkLayout layout, SeedAssignment initial, double blueprintRate) {
    start = layout.start(initial.seed());
    end = layout.end(initial.seed());
    this.blueprintRate = blueprintRate;
    current = initial;
  }

  /**
   * Takes the seed to where the change says. What was measured in the state before is forgotten,
   * errors only at germination.
   */
  void apply(SeedAssignment change) {
    boolean wasBlended = isHeldInFull();
    current = change;
    epochsInState = change.epochsInState();
    fit =
        change.state() == SeedState.TRAINING
            ? new BlueprintFit(change.blueprint(), blueprintRate)
            : null;
    reconstruction.clear();
    finalStability.clear();
    delta.clear();
    if (!wasBlended || !isHeldInFull()) {
      stability.clear();
    }
    if (change.state() == SeedState.GERMINATED) {
      errors.clear();
    }
  }

  SeedState state() {
    return current.state();
  }

  int epochsInState() {
    return epochsInState;
  }

  /**
   * The weights that the seed has now: those reached in TRAINING, otherwise those that it was
   * given.
   */
  Blueprint blueprint() {
    return fit == null ? current.blueprint() : fit.blueprint();
  }

  /** How strongly the blueprint counts, 0 to 1. */
  double alpha() {
    if (isHeldInFull()) {
      return 1;
    }
    return state() == SeedState.GRAFTING ? current.ramp().alphaAt(epochsInState) : 0;
  }

  SeedBlend blend() {
    double alpha = alpha();
    return alpha == 0
        ? SeedBlend.PASS_THROUGH
        : new SeedBlend.Graft(current.strategy(), alpha, current.blueprint());
  }

  /** Whether performance_delta is due: while the seed is judged by it. */
  boolean isJudged() {
    return state() == SeedState.EVALUATING || state() == SeedState.FINE_TUNING;
  }

  void observe(FeatureSums sums) {
    if (isCounted()) {
      errors.step(sums.areFinite(start, end));
    }
    if (fit != null) {
      fit.step(sums, start).ifPresent(reconstruction::add);
    }
  }

  void fail() {
    errors.failure();
  }

  void endStep(double loss) {
    if (isHeldInFull()) {
      stability.add(loss);
    }
    if (state() == SeedState.FINE_TUNING) {
      finalStability.add(loss);
    }
  }

  /** Moves the clock by one training epoch; whether the blend has changed by it. */
  boolean endEpoch() {
    double before = alpha();
    epochsInState++;
    return alpha() != before;
  }

  void measuredDelta(double accuracyAtAlpha, double accuracyAtZero) {
    delta.measured(accuracyAtAlpha, accuracyAtZero);
  }

  /** Adds what is known to the measurements, and starts a new window. */
  void read(OptionalDouble heldOutAccuracy, Map<String, Double> measured) {
    if (state().isActive()) {
      put(MetricNames.ACCURACY, heldOutAccuracy, measured);
    }
    put(MetricNames.RECONSTRUCTION_LOSS, reconstruction.value(), measured);
    put(MetricNames.PERFORMANCE_DELTA, delta.value(), measured);
    put(MetricNames.STABILITY_SCORE, stability.value(), measured);
    put(MetricNames.FINAL_STABILITY, finalStability.value(), measured);
    put(MetricNames.TOTAL_IMPROVEMENT, TotalImprovement.of(state(), delta), measured);
    put(MetricNames.ERROR_RATE, errors.rate(), measured);
    put(MetricNames.ERROR_COUNT, errors.count(), measured);
    reconstruction.clear();
  }

  static void put(String name, OptionalDouble value, Map<String, Double> measured) {
    if (value.isPresent()) {
      measured.put(name, value.getAsDouble());
    }
  }

  private boolean isCounted() {
    return state().isActive() || state() == SeedState.FOSSILIZED;
  }

  private boolean isHeldInFull() {
    return switch (state()) {
      case STABILIZATION, EVALUATING, FINE_TUNING, FOSSILIZED -> true;
      case DORMANT, GERMINATED, TRAINING, GRAFTING, CULLED, CANCELLED, ROLLED_BACK -> false;
    };
  }
}
