package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of float32 as a kernel reads it: rows of features, one after the other. Leading
 * dimensions count as rows, so (batch, time, features) has batch · time of them.
 *
 * <p>Whoever passes one tensor many times keeps its rows too: then a pass allocates nothing. They
 * are good as long as the tensor is open and keeps its memory, which {@code NDArray.set} and {@code
 * intern} exchange.
 */
public final class TensorRows {

  private final NDArray tensor;
  private final int rows;
  private final int features;
  private @Nullable ByteBuffer memory;

  private TensorRows(NDArray tensor, int rows, int features) {
    this.tensor = tensor;
    this.rows = rows;
    this.features = features;
  }

  /**
   * The rows of a tensor.
   *
   * @param features length of a row, which the last dimension must have
   * @throws IllegalArgumentException if the tensor has another type or width, or 2³¹ bytes or more
   */
  public static TensorRows of(NDArray tensor, int features) {
    Shape shape = tensor.getShape();
    long width = shape.dimension() == 0 ? 0 : shape.get(shape.dimension() - 1);
    if (tensor.getDataType() != DataType.FLOAT32 || width != features) {
      throw new IllegalArgumentException(
          "a tensor of %s %s came where float32 with %d features is needed"
              .formatted(tensor.getDataType(), shape, features));
    }
    if (shape.size() > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "a tensor of shape %s has 2 GiB or more; split the batch".formatted(shape));
    }
    return new TensorRows(tensor, (int) (shape.size() / features), features);
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** The length of a row. */
  public int features() {
    return features;
  }

  NDArray tensor() {
    return tensor;
  }

  /**
   * The tensor's own memory, for a tensor on the CPU. Of one whose values do not lie in the order
   * of rows the engine makes a copy first, so such a tensor can be read and not written.
   */
  ByteBuffer memory() {
    ByteBuffer view = memory;
    if (view == null) {
      view = tensor.toByteBuffer(true).order(ByteOrder.nativeOrder());
      memory = view;
    }
    return view;
  }

  void requireSameAs(TensorRows other) {
    if (rows != other.rows || features != other.features) {
      throw new IllegalArgumentException(
          "%d × %d values cannot be written to %d × %d"
              .formatted(other.rows, other.features, rows, features));
    }
  }
}
