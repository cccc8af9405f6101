package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Values that the engine computes gradients by, without being a parameter of the network, so that
 * no optimizer of the network's touches them. The values stand in one buffer of ours outside the
 * heap, which the tensor reads (on the CPU; a GPU copies them), so a step allocates nothing but the
 * tensor's handle.
 *
 * <p>Each step has a fresh leaf of the engine's graph. Gradients sum up over the backward passes of
 * a leaf and go with it: nothing needs zeroing, which, by subtraction, would keep NaN for ever.
 */
final class LearnedTensor implements AutoCloseable {

  private final NDManager manager;
  private final Shape shape;
  private final ByteBuffer bytes;
  private final FloatBuffer values;
  private @Nullable NDArray leaf;

  LearnedTensor(NDManager manager, Shape shape) {
    this.manager = manager;
    this.shape = shape;
    int size = Math.multiplyExact(Math.toIntExact(shape.size()), Float.BYTES);
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    values = bytes.asFloatBuffer();
  }

  /** Where the values are written, before {@link #leaf} is asked for. */
  FloatBuffer values() {
    return values;
  }

  /** The tensor, until {@link #renew}. */
  NDArray leaf() {
    NDArray current = leaf;
    if (current == null) {
      current = manager.create(bytes.rewind(), shape, DataType.FLOAT32);
      current.setRequiresGradient(true);
      leaf = current;
    }
    return current;
  }

  /** Reads the gradient of all backward passes through the leaf; zero if there were none. */
  void readGradient(float[] target) {
    try (NDManager reading = manager.newSubManager();
        NDArray gradient = leaf().getGradient()) {
      gradient.attach(reading);
      gradient.toByteBuffer(true).asFloatBuffer().get(target);
    }
  }

  /** Lets the leaf go, and the gradient with it. */
  void renew() {
    NDArray current = leaf;
    if (current != null) {
      current.close();
      leaf = null;
    }
  }

  @Override
  public void close() {
    renew();
  }
}
