package io.tamiyo.host;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** What the README leaves to its reader: a step of training, an evaluation, and data. */
public class ReadmeTask {

  private static final int POINTS = 64;
  private static final NDManager MANAGER = NDManager.newBaseManager();
  private static final ParameterStore PARAMETERS = new ParameterStore(MANAGER, false);
  private static final Loss LOSS = Loss.softmaxCrossEntropyLoss();

  /** Points of the plane, labelled by their side of a line. */
  public static final class Data implements Iterable<Batch>, AutoCloseable {

    private final ArrayDataset dataset =
        new ArrayDataset.Builder()
            .setData(points())
            .optLabels(labels())
            .setSampling(POINTS, false)
            .build();

    @Override
    public Iterator<Batch> iterator() {
      try {
        return dataset.getData(MANAGER).iterator();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      } catch (TranslateException untranslatable) {
        throw new IllegalStateException(untranslatable);
      }
    }

    @Override
    public void close() {
      MANAGER.close();
    }
  }

  private static NDArray points() {
    float[] coordinates = new float[2 * POINTS];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = (float) Math.sin(7 * i);
    }
    return MANAGER.create(coordinates, new Shape(POINTS, 2));
  }

  private static NDArray labels() {
    float[] coordinates = points().toFloatArray();
    float[] labels = new float[POINTS];
    for (int point = 0; point < POINTS; point++) {
      labels[point] = coordinates[2 * point] > coordinates[2 * point + 1] ? 1 : 0;
    }
    return MANAGER.create(labels, new Shape(POINTS));
  }

  /** One step; the loss before it. */
  protected static double train(Block network, Batch batch) {
    if (!network.isInitialized()) {
      network.initialize(MANAGER, DataType.FLOAT32, new Shape(POINTS, 2));
      Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.01f)).build();
      PARAMETERS.setParameterServer(
          Engine.getInstance().newParameterServer(adam), new Device[] {MANAGER.getDevice()});
    }
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDList logits = network.forward(PARAMETERS, batch.getData(), true);
      NDArray loss = LOSS.evaluate(batch.getLabels(), logits);
      gradients.backward(loss);
      PARAMETERS.updateAllParameters();
      return loss.getFloat();
    } finally {
      batch.close();
    }
  }

  /** The share of the points that the network puts on their side, 0 to 1. */
  protected static double accuracy(Block network) {
    NDArray logits = network.forward(PARAMETERS, new NDList(points()), false).singletonOrThrow();
    float[] sides = logits.argMax(1).toType(DataType.FLOAT32, false).toFloatArray();
    float[] labels = labels().toFloatArray();
    int right = 0;
    for (int point = 0; point < POINTS; point++) {
      right += sides[point] == labels[point] ? 1 : 0;
    }
    return right / (double) POINTS;
  }
}
