package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The map {@code y = A·x + B} in a training forward whose seeds learn: A and B are leaves of the
 * engine's graph, so the user's backward pass leaves dL/dA and dL/dB in them, whether x itself
 * needs a gradient or not. Two vectors of the layer's width.
 */
final class LearnedAffine implements AutoCloseable {

  private final LearnedTensor scale;
  private final LearnedTensor shift;
  private final float[] byScale;
  private final float[] byShift;
  private @Nullable AffineVectors written;

  LearnedAffine(NDManager manager, int features) {
    Shape width = new Shape(features);
    scale = new LearnedTensor(manager, width);
    shift = new LearnedTensor(manager, width);
    byScale = new float[features];
    byShift = new float[features];
  }

  /** Results attach to the manager of x, so they live as long as the step. */
  NDArray apply(NDArray x, AffineVectors vectors) {
    if (written != vectors) {
      forget();
      vectors.write(scale.values(), shift.values());
      written = vectors;
    }
    return x.mul(scale.leaf()).add(shift.leaf());
  }

  /** Whether a forward has passed since the gradient was last dropped. */
  boolean isUsed() {
    return written != null;
  }

  /**
   * The gradient since the last time, with that of the modules; its arrays are valid until the
   * next. All zero if no forward was followed by a backward pass.
   */
  LayerGradient take(Map<Integer, double[]> modules) {
    scale.readGradient(byScale);
    shift.readGradient(byShift);
    forget();
    return new LayerGradient(byScale, byShift, modules);
  }

  /** Drops what was gathered. */
  void forget() {
    scale.renew();
    shift.renew();
    written = null;
  }

  @Override
  public void close() {
    scale.close();
    shift.close();
  }
}
