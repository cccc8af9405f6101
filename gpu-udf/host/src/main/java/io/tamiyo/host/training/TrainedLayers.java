package io.tamiyo.host.training;

import io.tamiyo.host.kernel.LayerMap;
import io.tamiyo.host.measurement.DeltaRotation;
import io.tamiyo.host.measurement.EvaluationBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunked layers of one training loop. All but {@link #trainingEpoch} belongs to the training
 * thread; what other threads may call is said at {@link TrainedLayer}.
 */
public final class TrainedLayers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrainedLayers.class);

  /** Walked by their places in what each step does: an iterator is memory. */
  private final List<TrainedLayer> layers;

  private final EvaluationOptions options;
  private final LongSupplier nanoTime;
  private final EvaluationBudget budget;
  private final DeltaRotation rotation = new DeltaRotation();
  private @Nullable DoubleSupplier heldOutAccuracy;
  private long failedEvaluations;
  private volatile double evaluationShare;
  private volatile long trainingEpoch;

  /**
   * @param layers in the order of the forward pass; closed with this
   * @param nanoTime a monotone clock, by which nothing is decided but whether evaluations may run
   */
  public TrainedLayers(
      List<TrainedLayer> layers, EvaluationOptions options, LongSupplier nanoTime) {
    this.layers = List.copyOf(layers);
    this.options = options;
    this.nanoTime = nanoTime;
    this.budget = new EvaluationBudget(options.share(), nanoTime.getAsLong());
  }

  /**
   * How the network is evaluated: the share of held-out examples that it gets right, 0 to 1.
   * Without it accuracy, performance_delta and total_improvement stay unknown.
   */
  public void evaluateBy(DoubleSupplier accuracy) {
    heldOutAccuracy = accuracy;
  }

  /** The layers, in the order of the forward pass. */
  public List<TrainedLayer> layers() {
    return layers;
  }

  /** Training epochs completed; any thread may ask. */
  public long trainingEpoch() {
    return trainingEpoch;
  }

  /** Time spent on evaluations by time of training, so far; any thread may ask. */
  public double evaluationShare() {
    return evaluationShare;
  }

  /**
   * Puts in force what was requested; between two steps.
   *
   * @return whether weights of seeds began or ceased to count by it
   */
  public boolean takeChanges() {
    boolean changed = false;
    for (int place = 0; place < layers.size(); place++) {
      TrainedLayer layer = layers.get(place);
      try {
        changed |= layer.takeChanges();
      } catch (RuntimeException | LinkageError failure) {
        layer.fail("changes could not be put in force", failure);
      }
    }
    return changed;
  }

  /**
   * A step of the optimizer is done; what was requested takes effect with the next one.
   *
   * @param loss of the step; not finite if the step was skipped for it
   * @return whether weights of seeds began or ceased to count by it
   */
  public boolean endStep(double loss) {
    for (int place = 0; place < layers.size(); place++) {
      TrainedLayer layer = layers.get(place);
      try {
        layer.endStep(loss);
      } catch (RuntimeException | LinkageError failure) {
        layer.fail("the step could not be measured", failure);
      }
    }
    return takeChanges();
  }

  /** A pass over the training set is done: measures what is measured once in an epoch. */
  public void endEpoch() {
    DoubleSupplier evaluation = heldOutAccuracy;
    if (evaluation != null) {
      evaluate(evaluation);
    }
    long ended = trainingEpoch + 1;
    trainingEpoch = ended;
    for (TrainedLayer layer : layers) {
      try {
        layer.endEpoch(ended);
      } catch (RuntimeException | LinkageError failure) {
        layer.fail("the epoch could not be ended", failure);
      }
    }
  }

  /** An evaluation is the user's own; one that fails leaves its metrics unknown. */
  private void evaluate(DoubleSupplier evaluation) {
    try {
      measure(evaluation);
    } catch (RuntimeException | LinkageError failure) {
      failedEvaluations++;
      if (Long.bitCount(failedEvaluations) == 1) {
        LOG.warn(
            "the network could not be evaluated, for the {}. time", failedEvaluations, failure);
      }
    } finally {
      evaluationShare = budget.measuredShare();
    }
  }

  /**
   * The accuracy, and against it the deltas of the seeds whose turn it is, as far as the budget
   * goes: one delta at least, or the accuracies would eat what the deltas need.
   */
  private void measure(DoubleSupplier evaluation) {
    List<JudgedSeed> judged = judged();
    boolean pairs = !judged.isEmpty() && options.deltasPerEpoch() > 0;
    if (!budget.allows(pairs ? 2 : 1, nanoTime.getAsLong())) {
      return;
    }
    double accuracy = timed(evaluation);
    layers.forEach(layer -> layer.measuredAccuracy(accuracy));
    List<Integer> places = judged.stream().map(JudgedSeed::place).toList();
    for (int delta = 0; delta < options.deltasPerEpoch(); delta++) {
      boolean affordable = delta == 0 || budget.allows(1, nanoTime.getAsLong());
      for (int place : rotation.next(places, affordable && delta < judged.size() ? 1 : 0)) {
        JudgedSeed turn = judged.get(places.indexOf(place));
        turn.layer().measureDelta(turn.seed(), accuracy, () -> timed(evaluation));
      }
    }
  }

  private double timed(DoubleSupplier evaluation) {
    long start = nanoTime.getAsLong();
    try {
      return evaluation.getAsDouble();
    } finally {
      budget.spend(start, nanoTime.getAsLong());
    }
  }

  /**
   * @param place of the seed, counted through all layers
   */
  private record JudgedSeed(int place, TrainedLayer layer, int seed) {}

  private List<JudgedSeed> judged() {
    List<JudgedSeed> judged = new ArrayList<>();
    int first = 0;
    for (TrainedLayer layer : layers) {
      for (int seed : layer.judgedSeeds()) {
        judged.add(new JudgedSeed(first + seed, layer, seed));
      }
      first += layer.layout().seeds();
    }
    return judged;
  }

  /**
   * Measures something with every layer as the identity, and puts back what was in force; for
   * instance the accuracy that the network has without its seeds.
   */
  public double withoutSeeds(DoubleSupplier measurement) {
    return withoutSeedsFrom(0, measurement);
  }

  private double withoutSeedsFrom(int place, DoubleSupplier measurement) {
    if (place == layers.size()) {
      return measurement.getAsDouble();
    }
    TrainedLayer layer = layers.get(place);
    return layer.measureWith(
        LayerMap.identity(layer.layout().features()),
        () -> withoutSeedsFrom(place + 1, measurement));
  }

  @Override
  public void close() {
    layers.forEach(TrainedLayer::close);
  }
}
