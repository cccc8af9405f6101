package io.tamiyo.host.spirals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a chunked layer and passes everything through, until a disturbance is planted: then
 * a third of the features, drawn at random, become {@code scale·x + shift}, for good. It shows what
 * seeds are worth: whatever the network has lost by it, they alone can regain.
 */
final class PlantedDisturbance extends AbstractBlock implements AutoCloseable {

  private static final int EVERY = 3;

  /** A feature is enlarged, or made smaller, by this factor at most. */
  private static final double LARGEST_FACTOR = 3;

  /** Features are within ±1 behind tanh. */
  private static final double LARGEST_SHIFT = 1.5;

  private final NDManager manager;
  private final int features;
  private @Nullable NDArray scale;
  private @Nullable NDArray shift;

  PlantedDisturbance(NDManager parent, int features) {
    manager = parent.newSubManager();
    this.features = features;
  }

  /** Disturbs from the next forward on; which features and how, follows from the random source. */
  void plant(SplittableRandom random) {
    float[] scales = new float[features];
    float[] shifts = new float[features];
    Arrays.fill(scales, 1f);
    for (int feature : drawn(random)) {
      scales[feature] = (float) Math.pow(LARGEST_FACTOR, random.nextDouble(-1, 1));
      shifts[feature] = (float) random.nextDouble(-LARGEST_SHIFT, LARGEST_SHIFT);
    }
    scale = manager.create(scales);
    shift = manager.create(shifts);
  }

  /** A third of the features, rounded up. */
  private int[] drawn(SplittableRandom random) {
    int[] order = new int[features];
    Arrays.setAll(order, feature -> feature);
    int count = (features + EVERY - 1) / EVERY;
    for (int place = 0; place < count; place++) {
      int other = random.nextInt(place, features);
      int moved = order[place];
      order[place] = order[other];
      order[other] = moved;
    }
    return Arrays.copyOf(order, count);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> options) {
    NDArray factor = scale;
    NDArray offset = shift;
    if (factor == null || offset == null) {
      return inputs;
    }
    return new NDList(inputs.singletonOrThrow().mul(factor).add(offset));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }

  @Override
  public void close() {
    manager.close();
  }
}
