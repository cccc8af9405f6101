package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * An affine map with its vectors as tensors of the engine, made when a forward first asks for them:
 * while seeds learn there is another map in every step, and most are never computed this way. Held
 * until it is replaced; closing it frees the native memory.
 */
public final class CompiledAffine implements AutoCloseable {

  private final NDManager manager;
  private final AffineVectors vectors;
  private @Nullable NDArray scale;
  private @Nullable NDArray shift;

  /**
   * @param manager keeps the tensors until this is closed
   */
  public CompiledAffine(NDManager manager, AffineVectors vectors) {
    this.manager = manager;
    this.vectors = vectors;
  }

  /** The map. */
  public AffineVectors vectors() {
    return vectors;
  }

  NDArray scale() {
    NDArray made = scale;
    if (made == null) {
      made = manager.create(vectors.scales());
      scale = made;
    }
    return made;
  }

  NDArray shift() {
    NDArray made = shift;
    if (made == null) {
      made = manager.create(vectors.shifts());
      shift = made;
    }
    return made;
  }

  @Override
  public void close() {
    if (scale != null) {
      scale.close();
    }
    if (shift != null) {
      shift.close();
    }
  }
}
