package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * An affine map with its vectors as tensors of the engine. Held until it is replaced; closing it
 * frees the native memory.
 */
final class CompiledAffine implements AutoCloseable {

  private final AffineVectors vectors;
  private final NDArray scale;
  private final NDArray shift;

  CompiledAffine(NDManager manager, AffineVectors vectors) {
    this.vectors = vectors;
    scale = manager.create(vectors.scales());
    shift = manager.create(vectors.shifts());
  }

  AffineVectors vectors() {
    return vectors;
  }

  NDArray scale() {
    return scale;
  }

  NDArray shift() {
    return shift;
  }

  @Override
  public void close() {
    scale.close();
    shift.close();
  }
}
