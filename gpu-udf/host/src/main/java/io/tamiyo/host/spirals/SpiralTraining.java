package io.tamiyo.host.spirals;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.tamiyo.host.kernel.TensorEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A training run on the two spirals, with a given block behind each hidden layer.
 *
 * <p>Equal options give equal losses, step by step, as long as the blocks do the same. Belongs to
 * the training thread.
 */
public final class SpiralTraining implements AutoCloseable {

  private final NDManager manager;
  private final SpiralNetwork network;
  private final List<LabelledBatch> batches;
  private final PointSet heldOut;
  private final LabelledBatch heldOutBatch;
  private final SplittableRandom order;
  private final SplittableRandom disturbance;
  private int nextBatch;

  private SpiralTraining(
      SpiralOptions options, List<? extends Block> layers, SplittableRandom random) {
    manager = TensorEngine.newManager();
    network = new SpiralNetwork(layers, options, random.split(), manager);
    PointSet points =
        PointSet.twoSpirals(options.trainingPoints(), options.noise(), random.split());
    batches = new ArrayList<>(LabelledBatch.split(points, options.batchSize(), manager));
    heldOut = PointSet.twoSpirals(options.heldOutPoints(), options.noise(), random.split());
    heldOutBatch = LabelledBatch.of(heldOut, manager);
    order = random.split();
    disturbance = random.split();
  }

  /**
   * Builds the network and the points; loads the tensor engine if this is its first use in the
   * process.
   *
   * @param layers one behind each hidden layer, in the order of the forward pass; each keeps the
   *     shape of its input, (points, width)
   * @throws ai.djl.engine.EngineException if the engine cannot be loaded on this platform
   */
  public static SpiralTraining start(SpiralOptions options, List<? extends Block> layers) {
    return new SpiralTraining(options, layers, new SplittableRandom(options.randomSeed()));
  }

  /** Takes one step: forward, backward, update. */
  public StepResult step() {
    if (nextBatch == 0) {
      shuffle();
    }
    LabelledBatch batch = batches.get(nextBatch);
    double loss = network.step(batch.points(), batch.labels());
    nextBatch = (nextBatch + 1) % batches.size();
    return new StepResult(loss, nextBatch == 0);
  }

  /**
   * Ends the training of the network's own weights. What a step still does is to compute the loss,
   * and its gradients for the blocks that learn by themselves.
   */
  public void freezeTrunk() {
    network.freeze();
  }

  /**
   * Plants a disturbance: from now on a third of the features that enter the first of the given
   * blocks are scaled by ⅓ to 3 and shifted by ±1.5, each by a factor and an offset of its own. The
   * second call plants another one in its place.
   */
  public void plantDisturbance() {
    network.disturb(disturbance.split());
  }

  /** The share of the held-out points whose class the network says, 0 to 1. */
  public double heldOutAccuracy() {
    return network.accuracy(heldOutBatch.points(), heldOut.labels());
  }

  /** How many tensors outlive a step. */
  public int heldTensors() {
    return manager.getManagedArrays().size() + network.manager().getManagedArrays().size();
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
    manager.close();
  }
}
