package io.tamiyo.host.spirals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.tamiyo.host.kernel.TensorEngine;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two inputs, hidden layers of equal width, each followed by tanh and a chunked layer, two classes;
 * trained by Adam on the softmax cross entropy. Belongs to the training thread. Each pass frees its
 * tensors before it returns.
 */
final class SpiralNetwork implements AutoCloseable {

  private static final int INPUTS = 2;
  private static final int CLASSES = 2;

  /**
   * Clips each gradient: the square of a huge one would be infinite in Adam's state for ever, and
   * end learning.
   */
  private static final float LARGEST_GRADIENT = 1;

  private final Engine engine = TensorEngine.load();
  private final NDManager manager;
  private final PlantedDisturbance disturbance;
  private boolean frozen;
  private final Block block;
  private final ParameterStore parameters;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();

  /**
   * @param layers the chunked layers, one per hidden layer
   * @param parent keeps the weights until the network is closed
   */
  SpiralNetwork(
      List<? extends Block> layers,
      SpiralOptions options,
      SplittableRandom random,
      NDManager parent) {
    manager = parent.newSubManager();
    disturbance = new PlantedDisturbance(manager, options.width());
    block = block(disturbance, layers, options.width(), new SeededInitializer(random));
    block.initialize(manager, DataType.FLOAT32, new Shape(1, INPUTS));
    parameters = new ParameterStore(manager, false);
    parameters.setParameterServer(
        engine.newParameterServer(adam(options)), new Device[] {manager.getDevice()});
  }

  private static Optimizer adam(SpiralOptions options) {
    return Optimizer.adam()
        .optLearningRateTracker(Tracker.fixed((float) options.learningRate()))
        .optClipGrad(LARGEST_GRADIENT)
        .optWeightDecays((float) options.weightDecay())
        .build();
  }

  private static Block block(
      PlantedDisturbance disturbance,
      List<? extends Block> layers,
      int width,
      SeededInitializer weights) {
    SequentialBlock block = new SequentialBlock();
    for (int place = 0; place < layers.size(); place++) {
      block.add(Linear.builder().setUnits(width).build()).add(Activation::tanh);
      if (place == 0) {
        block.add(disturbance);
      }
      block.add(layers.get(place));
    }
    block.add(Linear.builder().setUnits(CLASSES).build());
    block.setInitializer(weights, Parameter.Type.WEIGHT);
    return block;
  }

  /**
   * Ends the training of the network's own weights; gradients still flow to whoever learns beside.
   */
  void freeze() {
    frozen = true;
    block.freezeParameters(true);
  }

  /** Disturbs a third of the features that enter the first of the given layers. */
  void disturb(SplittableRandom random) {
    disturbance.plant(random);
  }

  /** Keeps what outlives a step, for instance the points. */
  NDManager manager() {
    return manager;
  }

  /**
   * Takes one step.
   *
   * @return the loss before the step; if it is not finite, no step was taken, so that the weights
   *     stay sound
   */
  double step(NDArray points, NDArray labels) {
    try (NDManager step = manager.newSubManager();
        GradientCollector gradients = engine.newGradientCollector()) {
      NDArray logits = forward(points, step, true);
      NDArray batchLoss = loss.evaluate(list(labels, step), new NDList(logits));
      double value = batchLoss.getFloat();
      if (Double.isFinite(value)) {
        gradients.backward(batchLoss);
        parameters.updateAllParameters();
      }
      return value;
    }
  }

  /**
   * The share of points whose class is the label, 0 to 1; a point whose logits are not finite is
   * wrong.
   */
  double accuracy(NDArray points, float[] labels) {
    try (NDManager pass = manager.newSubManager()) {
      float[] logits = forward(points, pass, false).toFloatArray();
      int right = 0;
      for (int point = 0; point < labels.length; point++) {
        float margin = logits[CLASSES * point + 1] - logits[CLASSES * point];
        right += (labels[point] == 1 ? margin > 0 : margin < 0) ? 1 : 0;
      }
      return right / (double) labels.length;
    }
  }

  /**
   * With a frozen trunk the inputs require a gradient, which nobody reads: the engine refuses to
   * differentiate a loss that nothing can change, as it is while no block learns either.
   */
  private NDArray forward(NDArray points, NDManager pass, boolean training) {
    NDList inputs = list(points, pass);
    if (training && frozen) {
      inputs.singletonOrThrow().setRequiresGradient(true);
    }
    return block.forward(parameters, inputs, training).singletonOrThrow();
  }

  /** The array under another manager, to which everything computed from it attaches. */
  private static NDList list(NDArray array, NDManager manager) {
    NDArray view = array.reshape(array.getShape());
    view.attach(manager);
    return new NDList(view);
  }

  @Override
  public void close() {
    disturbance.close();
    manager.close();
  }
}
