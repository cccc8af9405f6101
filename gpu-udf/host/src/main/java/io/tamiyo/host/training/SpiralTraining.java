package io.tamiyo.host.training;

import ai.djl.ndarray.NDManager;
import io.tamiyo.host.kernel.AffineVectors;
import io.tamiyo.host.kernel.TensorEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The training run of a host: the two spirals, learned with chunked layers in the forward pass.
 *
 * <p>Equal options give equal losses, step by step, as long as the same changes are requested
 * before the same steps. One thread trains, evaluates, reads and closes; what other threads may
 * call is said at {@link TrainedLayer}.
 */
public final class SpiralTraining implements AutoCloseable {

  private final TrainingOptions options;
  private final NDManager manager;
  private final List<TrainedLayer> layers;
  private final SpiralNetwork network;
  private final List<LabelledBatch> batches;
  private final PointSet heldOut;
  private final LabelledBatch heldOutBatch;
  private final SplittableRandom order;
  private final DeltaRotation rotation = new DeltaRotation();
  private int nextBatch;
  private volatile long trainingEpoch;

  private SpiralTraining(TrainingOptions options, SplittableRandom random) {
    this.options = options;
    manager = TensorEngine.newManager();
    long blueprints = random.nextLong();
    layers = new ArrayList<>();
    for (int layer = 0; layer < options.layerIds().size(); layer++) {
      long blueprintSeed = new SplittableRandom(blueprints + layer).nextLong();
      layers.add(new TrainedLayer(options.layerIds().get(layer), options, manager, blueprintSeed));
    }
    network =
        new SpiralNetwork(
            layers.stream().map(TrainedLayer::kernel).toList(), options, random.split(), manager);
    PointSet points =
        PointSet.twoSpirals(options.trainingPoints(), options.noise(), random.split());
    batches = new ArrayList<>(LabelledBatch.split(points, options.batchSize(), manager));
    heldOut = PointSet.twoSpirals(options.heldOutPoints(), options.noise(), random.split());
    heldOutBatch = LabelledBatch.of(heldOut, manager);
    order = random.split();
  }

  /**
   * Builds the network and the points; loads the tensor engine if this is its first use in the
   * process.
   *
   * @throws ai.djl.engine.EngineException if the engine cannot be loaded on this platform
   */
  public static SpiralTraining start(TrainingOptions options) {
    return new SpiralTraining(options, new SplittableRandom(options.randomSeed()));
  }

  /** The layers, in the order of the forward pass. */
  public List<TrainedLayer> layers() {
    return List.copyOf(layers);
  }

  /** Training epochs completed; any thread may ask. */
  public long trainingEpoch() {
    return trainingEpoch;
  }

  /**
   * Takes one step: requested changes, forward, backward, update; at the end of the set also the
   * measurements of the epoch.
   */
  public StepResult step() {
    layers.forEach(TrainedLayer::beginStep);
    if (nextBatch == 0) {
      shuffle();
    }
    LabelledBatch batch = batches.get(nextBatch);
    double loss = network.step(batch.points(), batch.labels());
    layers.forEach(layer -> layer.endStep(loss));
    nextBatch = (nextBatch + 1) % batches.size();
    boolean endedEpoch = nextBatch == 0;
    if (endedEpoch) {
      endEpoch();
    }
    return new StepResult(loss, trainingEpoch, endedEpoch);
  }

  /** Takes steps until a training epoch is complete. */
  public StepResult trainEpoch() {
    StepResult result = step();
    while (!result.endedEpoch()) {
      result = step();
    }
    return result;
  }

  /** Evaluates the network as it is, on all held-out points. */
  public Evaluation evaluate() {
    double withSeeds = heldOutAccuracy();
    return new Evaluation(withSeeds, accuracyWithoutSeedsFrom(0));
  }

  private double accuracyWithoutSeedsFrom(int layer) {
    if (layer == layers.size()) {
      return heldOutAccuracy();
    }
    return layers
        .get(layer)
        .measureWith(
            AffineVectors.identity(options.width()), () -> accuracyWithoutSeedsFrom(layer + 1));
  }

  private void endEpoch() {
    double accuracy = heldOutAccuracy();
    layers.forEach(layer -> layer.measuredAccuracy(accuracy));
    for (int turn : rotation.next(judged(), options.deltasPerEpoch())) {
      TrainedLayer layer = layers.get(turn / options.seeds());
      layer.measureDelta(turn % options.seeds(), accuracy, this::heldOutAccuracy);
    }
    long ended = trainingEpoch + 1;
    trainingEpoch = ended;
    layers.forEach(layer -> layer.endEpoch(ended));
  }

  /** The seeds whose performance delta is due, counted through all layers. */
  private List<Integer> judged() {
    List<Integer> judged = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      int first = layer * options.seeds();
      layers.get(layer).judgedSeeds().forEach(seed -> judged.add(first + seed));
    }
    return judged;
  }

  /** How many tensors outlive a step. */
  int heldTensors() {
    return manager.getManagedArrays().size() + network.manager().getManagedArrays().size();
  }

  private double heldOutAccuracy() {
    return network.accuracy(heldOutBatch.points(), heldOut.labels());
  }

  private void shuffle() {
    for (int last = batches.size() - 1; last > 0; last--) {
      int other = order.nextInt(last + 1);
      LabelledBatch moved = batches.get(last);
      batches.set(last, batches.get(other));
      batches.set(other, moved);
    }
  }

  @Override
  public void close() {
    network.close();
    layers.forEach(TrainedLayer::close);
    manager.close();
  }
}
