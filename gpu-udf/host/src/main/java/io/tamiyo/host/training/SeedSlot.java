package io.tamiyo.host.training;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.checkpoint.LiveWeights;
import io.tamiyo.host.kernel.ChunkLayout;
import io.tamiyo.host.kernel.FeatureSums;
import io.tamiyo.host.kernel.LayerGradient;
import io.tamiyo.host.kernel.Reconstruction;
import io.tamiyo.host.kernel.SeedBlend;
import io.tamiyo.host.measurement.ErrorTally;
import io.tamiyo.host.measurement.FinalStability;
import io.tamiyo.host.measurement.LossSpread;
import io.tamiyo.host.measurement.PerformanceDelta;
import io.tamiyo.host.measurement.ReconstructionLoss;
import io.tamiyo.host.measurement.StabilityScore;
import io.tamiyo.host.measurement.TotalImprovement;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One seed on the training thread: what it does in its state, and what is measured of it there. */
final class SeedSlot {

  private final int start;
  private final int end;
  private final LearningOptions options;
  private final ReconstructionLoss reconstruction = new ReconstructionLoss();
  private final StabilityScore stability;
  private final FinalStability finalStability;
  private final PerformanceDelta delta = new PerformanceDelta();
  private final ErrorTally errors;
  private SeedAssignment current;
  private Graft graft;
  private int epochsInState;
  private long changes;
  private @Nullable ChunkFit fit;
  private double squares;
  private double size;

  /**
   * @param steps of the layer, which counts them once for all its seeds
   */
  SeedSlot(ChunkLayout layout, SeedAssignment initial, LearningOptions options, LayerSteps steps) {
    start = layout.start(initial.seed());
    end = layout.end(initial.seed());
    this.options = options;
    stability = new StabilityScore(steps.losses());
    finalStability = new FinalStability(steps.losses());
    errors = new ErrorTally(steps.forwards());
    current = initial;
    graft = new Graft(initial, options.graftRate());
  }

  /**
   * Takes the seed to where the change says. What was measured in the state before is forgotten,
   * errors only at germination.
   */
  void apply(SeedAssignment change) {
    changes++;
    boolean wasGrafted = current.isGrafted();
    if (!change.continues(current)) {
      graft = new Graft(change, options.graftRate());
    }
    current = change;
    epochsInState = change.epochsInState();
    boolean fits = change.state() == SeedState.TRAINING;
    fit = fits ? ChunkFit.of(change.blueprint(), options) : null;
    reconstruction.clear();
    delta.clear();
    beginWindows(wasGrafted);
  }

  private void beginWindows(boolean wasGrafted) {
    finalStability.clear();
    if (state() == SeedState.FINE_TUNING) {
      finalStability.begin();
    }
    if (!current.isGrafted()) {
      stability.clear();
    } else if (!wasGrafted) {
      stability.begin();
    }
    errors.count(isCounted());
    if (state() == SeedState.GERMINATED) {
      errors.clear();
    }
  }

  /** How many changes it has taken. */
  long changes() {
    return changes;
  }

  SeedState state() {
    return current.state();
  }

  int epochsInState() {
    return epochsInState;
  }

  /** The weights that the seed has now: those that it has learned so far. */
  Blueprint blueprint() {
    return fit == null ? graft.blueprint() : fit.blueprint();
  }

  /** What it has learned since its origin; empty where it has none. */
  Optional<LiveWeights> live() {
    Revision origin = current.origin();
    return origin == null
        ? Optional.empty()
        : Optional.of(new LiveWeights(current.seed(), origin, blueprint(), graft.alphaState()));
  }

  /** How strongly the blueprint counts, 0 to 1. */
  double alpha() {
    return graft.alpha();
  }

  SeedBlend blend() {
    return alpha() == 0
        ? SeedBlend.PASS_THROUGH
        : new SeedBlend.Graft(current.strategy(), alpha(), graft.blueprint());
  }

  /** Whether performance_delta is due: while the seed is judged by it, or its alpha goes by it. */
  boolean isJudged() {
    return isReported() || (alpha() > 0 && isRising() && current.rule().watchesPerformance());
  }

  private boolean isReported() {
    return state() == SeedState.EVALUATING || state() == SeedState.FINE_TUNING;
  }

  private boolean isRising() {
    return current.isGrafted() && state() != SeedState.FOSSILIZED && alpha() < 1;
  }

  /** Whether the seed learns from the loss of the task now. */
  boolean isLearning() {
    return current.isGrafted()
        && state() != SeedState.FOSSILIZED
        && alpha() > 0
        && options.graftRate() > 0;
  }

  /** Looks for values that are not finite in a forward that has some. */
  void countErrors(FeatureSums sums) {
    if (errors.isCounting() && !sums.areFinite(start, end)) {
      errors.notFinite();
    }
  }

  /** Whether it has a use for the sums of every forward in the state that it is in. */
  boolean isObserving() {
    return fit != null
        || (current.isGrafted() && state() != SeedState.FOSSILIZED && options.graftRate() > 0);
  }

  void observe(FeatureSums sums) {
    if (fit != null) {
      fit.observe(sums, start).ifPresent(reconstruction::add);
    }
    if (isLearning() || isReconstructing()) {
      measureSize(sums);
    }
  }

  private void measureSize(FeatureSums sums) {
    squares = 0;
    for (int feature = start; feature < end; feature++) {
      squares += sums.sumOfSquares(feature);
    }
    size = Math.sqrt(squares / ((double) sums.rows() * (end - start)));
  }

  /** Whether the seed has a module that learns to reproduce its chunk. */
  boolean isReconstructing() {
    return fit != null && fit.isModule();
  }

  /** Σx² of the chunk in the last forward. */
  double squares() {
    return squares;
  }

  /** Takes a step towards reproducing the chunk. */
  void reconstructed(Reconstruction result) {
    if (fit != null) {
      fit.step(result, size).ifPresent(reconstruction::add);
    }
  }

  /** Takes a step down the loss of the task; whether the blend has changed by it. */
  boolean learn(LayerGradient gradient) {
    return isLearning() && graft.learn(gradient, start, size, current.strategy());
  }

  void fail() {
    errors.failure();
  }

  /** The losses that it is judged by since it entered its state, if it is. */
  @Nullable LossSpread judgedBy() {
    return finalStability.spread();
  }

  /** Moves the clock by one training epoch; whether the blend has changed by it. */
  boolean endEpoch() {
    epochsInState++;
    if (!isRising()) {
      return false;
    }
    double before = alpha();
    graft.endEpoch(current.rule(), delta.value(), stability.value());
    return alpha() != before;
  }

  void measuredDelta(double accuracyAtAlpha, double accuracyAtZero) {
    delta.measured(accuracyAtAlpha, accuracyAtZero);
  }

  /** Tells what is known, and starts a new window. */
  void read(OptionalDouble heldOutAccuracy, MetricSink sink) {
    if (state().isActive() && heldOutAccuracy.isPresent()) {
      sink.put(SeedMetric.ACCURACY, heldOutAccuracy.getAsDouble());
    }
    if (reconstruction.isKnown()) {
      sink.put(SeedMetric.RECONSTRUCTION_LOSS, reconstruction.mean());
    }
    readDelta(sink);
    readStability(sink);
    readErrors(sink);
    reconstruction.clear();
  }

  private void readDelta(MetricSink sink) {
    OptionalDouble latest = delta.value();
    if (isReported() && latest.isPresent()) {
      sink.put(SeedMetric.PERFORMANCE_DELTA, latest.getAsDouble());
    }
    OptionalDouble improvement = TotalImprovement.of(state(), delta);
    if (improvement.isPresent()) {
      sink.put(SeedMetric.TOTAL_IMPROVEMENT, improvement.getAsDouble());
    }
  }

  private void readStability(MetricSink sink) {
    if (stability.isKnown()) {
      sink.put(SeedMetric.STABILITY_SCORE, stability.score());
    }
    if (finalStability.isKnown()) {
      sink.put(SeedMetric.FINAL_STABILITY, finalStability.score());
    }
  }

  private void readErrors(MetricSink sink) {
    if (errors.isRateKnown()) {
      sink.put(SeedMetric.ERROR_RATE, errors.share());
    }
    if (errors.isCountKnown()) {
      sink.put(SeedMetric.ERROR_COUNT, errors.errors());
    }
  }

  private boolean isCounted() {
    return state().isActive() || state() == SeedState.FOSSILIZED;
  }
}
