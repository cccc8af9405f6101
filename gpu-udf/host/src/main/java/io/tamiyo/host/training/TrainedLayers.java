package io.tamiyo.host.training;

import io.tamiyo.host.kernel.LayerMap;
import io.tamiyo.host.measurement.DeltaRotation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The chunked layers of one training loop. All but {@link #trainingEpoch} belongs to the training
 * thread; what other threads may call is said at {@link TrainedLayer}.
 */
public final class TrainedLayers implements AutoCloseable {

  private final List<TrainedLayer> layers;
  private final int deltasPerEpoch;
  private final DeltaRotation rotation = new DeltaRotation();
  private @Nullable DoubleSupplier heldOutAccuracy;
  private volatile long trainingEpoch;

  /**
   * @param layers in the order of the forward pass; closed with this
   * @param deltasPerEpoch seeds whose performance delta is measured after each training epoch, in
   *     turn
   */
  public TrainedLayers(List<TrainedLayer> layers, int deltasPerEpoch) {
    if (deltasPerEpoch < 0) {
      throw new IllegalArgumentException("deltasPerEpoch is negative: " + deltasPerEpoch);
    }
    this.layers = List.copyOf(layers);
    this.deltasPerEpoch = deltasPerEpoch;
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

  /** Puts in force what was requested; between two steps. */
  public void takeChanges() {
    layers.forEach(TrainedLayer::takeChanges);
  }

  /**
   * A step of the optimizer is done; what was requested takes effect with the next one.
   *
   * @param loss of the step; not finite if the step was skipped for it
   */
  public void endStep(double loss) {
    layers.forEach(layer -> layer.endStep(loss));
    takeChanges();
  }

  /** A pass over the training set is done: measures what is measured once in an epoch. */
  public void endEpoch() {
    DoubleSupplier evaluation = heldOutAccuracy;
    if (evaluation != null) {
      measure(evaluation);
    }
    long ended = trainingEpoch + 1;
    trainingEpoch = ended;
    layers.forEach(layer -> layer.endEpoch(ended));
  }

  private void measure(DoubleSupplier evaluation) {
    double accuracy = evaluation.getAsDouble();
    layers.forEach(layer -> layer.measuredAccuracy(accuracy));
    List<JudgedSeed> judged = judged();
    List<Integer> places = judged.stream().map(JudgedSeed::place).toList();
    for (int place : rotation.next(places, deltasPerEpoch)) {
      JudgedSeed turn = judged.get(places.indexOf(place));
      turn.layer().measureDelta(turn.seed(), accuracy, evaluation);
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
