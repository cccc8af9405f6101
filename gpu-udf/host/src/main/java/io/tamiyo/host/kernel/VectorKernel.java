package io.tamiyo.host.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The fused pass by the JDK's Vector API, on the memory of tensors on the CPU: no copy, and no
 * allocation. The one class of the host that names the incubating module, so that everything else
 * runs without it; compiled on its own for the same reason, see the pom. It needs JDK 17 or 18:
 * later ones have no vectors from buffers.
 *
 * <p>Four rows are taken at a time, since then their sums are read and written once. Both are
 * gathered in floats over {@value #BLOCK} rows, then in doubles: at most {@code BLOCK / ROWS + 3}
 * roundings to float lie between a value and its sum. A square beyond the range of a float (|x|
 * above 1.8e19) makes the sum of its feature infinite; such features are summed up again in
 * doubles. Squares below that range (|x| under 1e-22) count as 0.
 */
final class VectorKernel implements FusedKernel {

  static final String NAME = "vector";

  private static final int ROWS = 4;
  private static final int BLOCK = 64;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int HALF = DOUBLES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final int features;
  private final int vectored;
  private final SectionLayout at;

  /** A, B, and the sums of a block. */
  private final float[] work;

  private @Nullable AffineVectors loaded;

  /** Called by reflection. */
  VectorKernel(int features) {
    this.features = features;
    vectored = FLOATS.loopBound(features);
    at = new SectionLayout(features);
    work = new float[at.size()];
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forward(TensorRows x, CompiledAffine map, TensorRows y) {
    load(x, map, y);
    int whole = x.rows() / ROWS * ROWS;
    for (int row = 0; row < whole; row += ROWS) {
      map(x.memory(), y.memory(), work, at.stride(), row * features, features, vectored);
    }
    ScalarEdge.forward(x, map.vectors(), y, 0, whole, vectored);
    ScalarEdge.forward(x, map.vectors(), y, whole, x.rows(), 0);
  }

  @Override
  public boolean forward(TensorRows x, CompiledAffine map, TensorRows y, FeatureSums into) {
    load(x, map, y);
    into.start(x.rows());
    int whole = x.rows() / ROWS * ROWS;
    for (int row = 0; row < whole; row += ROWS) {
      mapAndSum(x.memory(), y.memory(), work, at.stride(), row * features, features, vectored);
      foldAtEndOfBlock(row + ROWS, whole, into);
    }
    ScalarEdge.forward(x, map.vectors(), y, 0, whole, vectored);
    ScalarEdge.forward(x, map.vectors(), y, whole, x.rows(), 0);
    finish(x, whole, into);
    return true;
  }

  @Override
  public boolean observe(TensorRows x, FeatureSums into) {
    check(x);
    into.start(x.rows());
    int whole = x.rows() / ROWS * ROWS;
    for (int row = 0; row < whole; row += ROWS) {
      sum(x.memory(), work, at.stride(), row * features, features, vectored);
      foldAtEndOfBlock(row + ROWS, whole, into);
    }
    finish(x, whole, into);
    return true;
  }

  private void finish(TensorRows x, int whole, FeatureSums into) {
    ScalarEdge.observe(x, 0, whole, vectored, into);
    ScalarEdge.observe(x, whole, x.rows(), 0, into);
    WideSquares.repair(x, into);
  }

  /** Checks once what is not checked at each access, where the JVM is told so. */
  private void load(TensorRows x, CompiledAffine map, TensorRows y) {
    check(x);
    y.requireSameAs(x);
    AffineVectors vectors = map.vectors();
    if (vectors.features() != features) {
      throw new IllegalArgumentException(
          "a kernel for %d features got a map for %d".formatted(features, vectors.features()));
    }
    if (loaded != vectors) {
      System.arraycopy(vectors.scale(), 0, work, at.scale(), features);
      System.arraycopy(vectors.shift(), 0, work, at.shift(), features);
      loaded = vectors;
    }
  }

  private void check(TensorRows x) {
    if (x.features() != features) {
      throw new IllegalArgumentException(
          "a kernel for %d features got %d".formatted(features, x.features()));
    }
  }

  private static void map(
      ByteBuffer x, ByteBuffer y, float[] work, int stride, int start, int width, int end) {
    int o = start * Float.BYTES;
    int p = o + width * Float.BYTES;
    int q = p + width * Float.BYTES;
    int r = q + width * Float.BYTES;
    for (int i = 0; i < end; i += LANES) {
      int offset = i * Float.BYTES;
      FloatVector t = FloatVector.fromByteBuffer(FLOATS, x, o + offset, ORDER);
      FloatVector u = FloatVector.fromByteBuffer(FLOATS, x, p + offset, ORDER);
      FloatVector v = FloatVector.fromByteBuffer(FLOATS, x, q + offset, ORDER);
      FloatVector w = FloatVector.fromByteBuffer(FLOATS, x, r + offset, ORDER);
      FloatVector a = FloatVector.fromArray(FLOATS, work, i);
      FloatVector b = FloatVector.fromArray(FLOATS, work, i + stride);
      t.mul(a).add(b).intoByteBuffer(y, o + offset, ORDER);
      u.mul(a).add(b).intoByteBuffer(y, p + offset, ORDER);
      v.mul(a).add(b).intoByteBuffer(y, q + offset, ORDER);
      w.mul(a).add(b).intoByteBuffer(y, r + offset, ORDER);
    }
  }

  private static void mapAndSum(
      ByteBuffer x, ByteBuffer y, float[] work, int stride, int start, int width, int end) {
    int o = start * Float.BYTES;
    int p = o + width * Float.BYTES;
    int q = p + width * Float.BYTES;
    int r = q + width * Float.BYTES;
    for (int i = 0; i < end; i += LANES) {
      int offset = i * Float.BYTES;
      FloatVector t = FloatVector.fromByteBuffer(FLOATS, x, o + offset, ORDER);
      FloatVector u = FloatVector.fromByteBuffer(FLOATS, x, p + offset, ORDER);
      FloatVector v = FloatVector.fromByteBuffer(FLOATS, x, q + offset, ORDER);
      FloatVector w = FloatVector.fromByteBuffer(FLOATS, x, r + offset, ORDER);
      gather(t, u, v, w, work, i + 2 * stride, i + 3 * stride);
      FloatVector a = FloatVector.fromArray(FLOATS, work, i);
      FloatVector b = FloatVector.fromArray(FLOATS, work, i + stride);
      t.mul(a).add(b).intoByteBuffer(y, o + offset, ORDER);
      u.mul(a).add(b).intoByteBuffer(y, p + offset, ORDER);
      v.mul(a).add(b).intoByteBuffer(y, q + offset, ORDER);
      w.mul(a).add(b).intoByteBuffer(y, r + offset, ORDER);
    }
  }

  private static void sum(ByteBuffer x, float[] work, int stride, int start, int width, int end) {
    int o = start * Float.BYTES;
    int p = o + width * Float.BYTES;
    int q = p + width * Float.BYTES;
    int r = q + width * Float.BYTES;
    for (int i = 0; i < end; i += LANES) {
      int offset = i * Float.BYTES;
      FloatVector t = FloatVector.fromByteBuffer(FLOATS, x, o + offset, ORDER);
      FloatVector u = FloatVector.fromByteBuffer(FLOATS, x, p + offset, ORDER);
      FloatVector v = FloatVector.fromByteBuffer(FLOATS, x, q + offset, ORDER);
      FloatVector w = FloatVector.fromByteBuffer(FLOATS, x, r + offset, ORDER);
      gather(t, u, v, w, work, i + 2 * stride, i + 3 * stride);
    }
  }

  private static void gather(
      FloatVector t,
      FloatVector u,
      FloatVector v,
      FloatVector w,
      float[] work,
      int sum,
      int squares) {
    FloatVector sums = t.add(u).add(v.add(w));
    FloatVector squared = t.mul(t).add(u.mul(u)).add(v.mul(v).add(w.mul(w)));
    FloatVector.fromArray(FLOATS, work, sum).add(sums).intoArray(work, sum);
    FloatVector.fromArray(FLOATS, work, squares).add(squared).intoArray(work, squares);
  }

  private void foldAtEndOfBlock(int done, int whole, FeatureSums into) {
    if (done % BLOCK == 0 || done == whole) {
      fold(work, at.sum(), into.sums(), vectored);
      fold(work, at.squares(), into.squares(), vectored);
    }
  }

  private static void fold(float[] work, int from, double[] to, int end) {
    for (int i = 0; i < end; i += LANES) {
      FloatVector gathered = FloatVector.fromArray(FLOATS, work, from + i);
      DoubleVector.fromArray(DOUBLES, to, i)
          .add(gathered.convertShape(VectorOperators.F2D, DOUBLES, 0))
          .intoArray(to, i);
      DoubleVector.fromArray(DOUBLES, to, i + HALF)
          .add(gathered.convertShape(VectorOperators.F2D, DOUBLES, 1))
          .intoArray(to, i + HALF);
    }
    Arrays.fill(work, from, from + end, 0);
  }

  @Override
  public void close() {
    // The memory belongs to the tensors.
  }
}
