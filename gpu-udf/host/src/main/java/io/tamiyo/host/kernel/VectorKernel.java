package io.tamiyo.host.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fused pass by the JDK's Vector API, on the memory of tensors on the CPU: no copy, and no
 * allocation. The one class of the host that names the incubating module, so that everything else
 * runs without it; compiled on its own for the same reason, see the pom.
 *
 * <p>Two rows are taken at a time, since that halves the traffic with the sums; one vector of a
 * feature's neighbours after the other, since then memory is read in its order. Sums are gathered
 * in floats over {@value #BLOCK} rows, then in doubles: at most {@code BLOCK / 2 + 2} roundings to
 * float lie between a value and its sum. A square beyond the range of a float (|x| above 1.8e19)
 * makes the sum of its feature infinite; such features are summed up again in doubles. Squares
 * below that range (|x| under 1e-22) count as 0.
 */
final class VectorKernel implements FusedKernel {

  static final String NAME = "vector";

  /** Rows whose sums are gathered in floats. */
  private static final int BLOCK = 64;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int HALF = DOUBLES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final int features;
  private final int vectored;
  private final float[] sums;
  private final float[] squares;

  /** Called by reflection. */
  VectorKernel(int features) {
    this.features = features;
    vectored = FLOATS.loopBound(features);
    sums = new float[features];
    squares = new float[features];
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forward(TensorRows x, CompiledAffine map, TensorRows y) {
    y.requireSameAs(x);
    AffineVectors vectors = map.vectors();
    int even = x.rows() & ~1;
    for (int row = 0; row < even; row += 2) {
      pair(x.memory(), vectors.scale(), vectors.shift(), y.memory(), row);
    }
    ScalarEdge.forward(x, vectors, y, 0, even, vectored);
    ScalarEdge.forward(x, vectors, y, even, x.rows(), 0);
  }

  @Override
  public boolean forward(TensorRows x, CompiledAffine map, TensorRows y, FeatureSums into) {
    y.requireSameAs(x);
    AffineVectors vectors = map.vectors();
    into.start(x.rows());
    int even = x.rows() & ~1;
    for (int start = 0; start < even; start += BLOCK) {
      int end = Math.min(even, start + BLOCK);
      for (int row = start; row < end; row += 2) {
        fusedPair(x.memory(), vectors.scale(), vectors.shift(), y.memory(), row);
      }
      fold(into);
    }
    ScalarEdge.forward(x, vectors, y, 0, even, vectored);
    ScalarEdge.forward(x, vectors, y, even, x.rows(), 0);
    finish(x, even, into);
    return true;
  }

  @Override
  public boolean observe(TensorRows x, FeatureSums into) {
    into.start(x.rows());
    int even = x.rows() & ~1;
    for (int start = 0; start < even; start += BLOCK) {
      int end = Math.min(even, start + BLOCK);
      for (int row = start; row < end; row += 2) {
        observedPair(x.memory(), row);
      }
      fold(into);
    }
    finish(x, even, into);
    return true;
  }

  private void finish(TensorRows x, int even, FeatureSums into) {
    ScalarEdge.observe(x, 0, even, vectored, into);
    ScalarEdge.observe(x, even, x.rows(), 0, into);
    ScalarEdge.repair(x, vectored, into);
  }

  private void pair(ByteBuffer x, float[] scale, float[] shift, ByteBuffer y, int row) {
    int first = row * features * Float.BYTES;
    int second = first + features * Float.BYTES;
    for (int i = 0; i < vectored; i += LANES) {
      int offset = i * Float.BYTES;
      FloatVector u = FloatVector.fromByteBuffer(FLOATS, x, first + offset, ORDER);
      FloatVector v = FloatVector.fromByteBuffer(FLOATS, x, second + offset, ORDER);
      FloatVector a = FloatVector.fromArray(FLOATS, scale, i);
      FloatVector b = FloatVector.fromArray(FLOATS, shift, i);
      u.mul(a).add(b).intoByteBuffer(y, first + offset, ORDER);
      v.mul(a).add(b).intoByteBuffer(y, second + offset, ORDER);
    }
  }

  private void fusedPair(ByteBuffer x, float[] scale, float[] shift, ByteBuffer y, int row) {
    int first = row * features * Float.BYTES;
    int second = first + features * Float.BYTES;
    for (int i = 0; i < vectored; i += LANES) {
      int offset = i * Float.BYTES;
      FloatVector u = FloatVector.fromByteBuffer(FLOATS, x, first + offset, ORDER);
      FloatVector v = FloatVector.fromByteBuffer(FLOATS, x, second + offset, ORDER);
      FloatVector a = FloatVector.fromArray(FLOATS, scale, i);
      FloatVector b = FloatVector.fromArray(FLOATS, shift, i);
      u.mul(a).add(b).intoByteBuffer(y, first + offset, ORDER);
      v.mul(a).add(b).intoByteBuffer(y, second + offset, ORDER);
      gather(u, v, i);
    }
  }

  private void observedPair(ByteBuffer x, int row) {
    int first = row * features * Float.BYTES;
    int second = first + features * Float.BYTES;
    for (int i = 0; i < vectored; i += LANES) {
      FloatVector u = FloatVector.fromByteBuffer(FLOATS, x, first + i * Float.BYTES, ORDER);
      FloatVector v = FloatVector.fromByteBuffer(FLOATS, x, second + i * Float.BYTES, ORDER);
      gather(u, v, i);
    }
  }

  private void gather(FloatVector u, FloatVector v, int i) {
    FloatVector.fromArray(FLOATS, sums, i).add(u.add(v)).intoArray(sums, i);
    FloatVector.fromArray(FLOATS, squares, i).add(u.mul(u).add(v.mul(v))).intoArray(squares, i);
  }

  private void fold(FeatureSums into) {
    fold(sums, into.sums());
    fold(squares, into.squares());
  }

  private void fold(float[] from, double[] to) {
    for (int i = 0; i < vectored; i += LANES) {
      FloatVector gathered = FloatVector.fromArray(FLOATS, from, i);
      DoubleVector.fromArray(DOUBLES, to, i)
          .add(gathered.convertShape(VectorOperators.F2D, DOUBLES, 0))
          .intoArray(to, i);
      DoubleVector.fromArray(DOUBLES, to, i + HALF)
          .add(gathered.convertShape(VectorOperators.F2D, DOUBLES, 1))
          .intoArray(to, i + HALF);
    }
    Arrays.fill(from, 0);
  }

  @Override
  public void close() {
    // The memory belongs to the tensors.
  }
}
