package io.tamiyo.host.spirals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import java.util.SplittableRandom;

/**
 * Xavier's uniform initialization from a random source of our own. The engine's random state is
 * shared by the whole process, so that a network drawn from it would depend on who else draws.
 */
final class SeededInitializer implements Initializer {

  private final SplittableRandom random;

  SeededInitializer(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
    double bound = Math.sqrt(6.0 / (shape.get(0) + shape.get(1)));
    float[] weights = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-bound, bound);
    }
    return manager.create(weights, shape);
  }
}
