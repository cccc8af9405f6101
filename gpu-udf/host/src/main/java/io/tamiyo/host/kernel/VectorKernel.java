package io.tamiyo.host.kernel;

import static io.tamiyo.host.kernel.NativeLanes.BYTES;
import static io.tamiyo.host.kernel.NativeLanes.FLOATS;
import static io.tamiyo.host.kernel.NativeLanes.address;
import static io.tamiyo.host.kernel.NativeLanes.load;
import static io.tamiyo.host.kernel.NativeLanes.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The fused pass by the JDK's Vector API, on the memory of tensors on the CPU: no copy, and no
 * allocation. With {@link NativeLanes} the one class of the host that names what a JVM may lack, so
 * that everything else runs without it; compiled on their own for the same reason, see the pom.
 *
 * <p>Four rows are taken at a time, since then their sums are read and written once. Both are
 * gathered in floats over {@value #BLOCK} rows, then in doubles: at most {@code BLOCK / ROWS + 3}
 * roundings to float lie between a value and its sum. A square beyond the range of a float (|x|
 * above 1.8e19) makes the sum of its feature infinite; such features are summed up again in
 * doubles. Squares below that range (|x| under 1e-22) count as 0.
 *
 * <p>What a loop works with is computed before it and held in variables, since each store makes the
 * JVM read fields anew: {@code t, u, v, w} are the addresses of the four rows of x, and {@code a,
 * b, s, q} those of the sections of the kernel's own memory.
 */
final class VectorKernel implements FusedKernel {

  static final String NAME = "vector";

  private static final int ROWS = 4;
  private static final int BLOCK = 256;
  private static final int CACHE_LINE = 64;

  private final int features;

  /** Features in whole vectors. */
  private final int vectored;

  /** Bytes of a row, and of its whole vectors. */
  private final long width;

  private final int end;

  /** Bytes from one section of the kernel's own memory to the next. */
  private final long section;

  private final SectionLayout at;

  /** A, B, and the sums of a block. */
  private final ByteBuffer work;

  private @Nullable AffineVectors loaded;

  /** Called by reflection. */
  VectorKernel(int features) {
    this.features = features;
    vectored = FLOATS.loopBound(features);
    width = (long) features * Float.BYTES;
    end = vectored * Float.BYTES;
    at = new SectionLayout(features);
    section = (long) at.stride() * Float.BYTES;
    work =
        ByteBuffer.allocateDirect(at.size() * Float.BYTES + CACHE_LINE)
            .alignedSlice(CACHE_LINE)
            .order(ByteOrder.nativeOrder());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forward(TensorRows x, CompiledAffine map, TensorRows y) {
    prepare(x, map, y);
    int whole = x.rows() / ROWS * ROWS;
    for (int row = 0; row < whole; row += ROWS) {
      map(x.memory(), y.memory(), row);
    }
    ScalarEdge.forward(x, map.vectors(), y, 0, whole, vectored);
    ScalarEdge.forward(x, map.vectors(), y, whole, x.rows(), 0);
  }

  @Override
  public boolean forward(TensorRows x, CompiledAffine map, TensorRows y, FeatureSums into) {
    prepare(x, map, y);
    into.start(x.rows());
    int whole = x.rows() / ROWS * ROWS;
    for (int row = 0; row < whole; row += ROWS) {
      mapAndSum(x.memory(), y.memory(), row);
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
      sum(x.memory(), row);
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

  /** Checks what no access checks. */
  private void prepare(TensorRows x, CompiledAffine map, TensorRows y) {
    check(x);
    y.requireSameAs(x);
    check(y);
    AffineVectors vectors = map.vectors();
    if (vectors.features() != features) {
      throw new IllegalArgumentException(
          "a kernel for %d features got a map for %d".formatted(features, vectors.features()));
    }
    if (loaded != vectors) {
      work.asFloatBuffer().put(at.scale(), vectors.scale()).put(at.shift(), vectors.shift());
      loaded = vectors;
    }
  }

  private void check(TensorRows x) {
    if (x.features() != features) {
      throw new IllegalArgumentException(
          "a kernel for %d features got %d".formatted(features, x.features()));
    }
    if (x.memory().capacity() < x.rows() * width) {
      throw new IllegalArgumentException(
          "a tensor of %d × %d values has %d bytes of memory"
              .formatted(x.rows(), features, x.memory().capacity()));
    }
  }

  private void map(ByteBuffer x, ByteBuffer y, int row) {
    ByteBuffer own = work;
    int bytes = end;
    long from = address(x);
    long to = address(y);
    long a = address(own);
    long b = a + section;
    long t = from + row * width;
    long u = t + width;
    long v = u + width;
    long w = v + width;
    long tOut = to + row * width;
    long uOut = tOut + width;
    long vOut = uOut + width;
    long wOut = vOut + width;
    for (int i = 0; i < bytes; i += BYTES) {
      FloatVector scale = load(own, a, a + i);
      FloatVector shift = load(own, a, b + i);
      store(y, to, tOut + i, load(x, from, t + i).fma(scale, shift));
      store(y, to, uOut + i, load(x, from, u + i).fma(scale, shift));
      store(y, to, vOut + i, load(x, from, v + i).fma(scale, shift));
      store(y, to, wOut + i, load(x, from, w + i).fma(scale, shift));
    }
  }

  private void mapAndSum(ByteBuffer x, ByteBuffer y, int row) {
    ByteBuffer own = work;
    int bytes = end;
    long from = address(x);
    long to = address(y);
    long a = address(own);
    long b = a + section;
    long s = b + section;
    long q = s + section;
    long t = from + row * width;
    long u = t + width;
    long v = u + width;
    long w = v + width;
    long tOut = to + row * width;
    long uOut = tOut + width;
    long vOut = uOut + width;
    long wOut = vOut + width;
    for (int i = 0; i < bytes; i += BYTES) {
      FloatVector first = load(x, from, t + i);
      FloatVector second = load(x, from, u + i);
      FloatVector third = load(x, from, v + i);
      FloatVector fourth = load(x, from, w + i);
      store(own, a, s + i, load(own, a, s + i).add(sum(first, second, third, fourth)));
      store(own, a, q + i, load(own, a, q + i).add(squares(first, second, third, fourth)));
      FloatVector scale = load(own, a, a + i);
      FloatVector shift = load(own, a, b + i);
      store(y, to, tOut + i, first.fma(scale, shift));
      store(y, to, uOut + i, second.fma(scale, shift));
      store(y, to, vOut + i, third.fma(scale, shift));
      store(y, to, wOut + i, fourth.fma(scale, shift));
    }
  }

  private void sum(ByteBuffer x, int row) {
    ByteBuffer own = work;
    int bytes = end;
    long from = address(x);
    long a = address(own);
    long s = a + 2 * section;
    long q = s + section;
    long t = from + row * width;
    long u = t + width;
    long v = u + width;
    long w = v + width;
    for (int i = 0; i < bytes; i += BYTES) {
      FloatVector first = load(x, from, t + i);
      FloatVector second = load(x, from, u + i);
      FloatVector third = load(x, from, v + i);
      FloatVector fourth = load(x, from, w + i);
      store(own, a, s + i, load(own, a, s + i).add(sum(first, second, third, fourth)));
      store(own, a, q + i, load(own, a, q + i).add(squares(first, second, third, fourth)));
    }
  }

  private static FloatVector sum(FloatVector t, FloatVector u, FloatVector v, FloatVector w) {
    return t.add(u).add(v.add(w));
  }

  private static FloatVector squares(FloatVector t, FloatVector u, FloatVector v, FloatVector w) {
    return t.fma(t, u.mul(u)).add(v.fma(v, w.mul(w)));
  }

  private void foldAtEndOfBlock(int done, int whole, FeatureSums into) {
    if (done % BLOCK == 0 || done == whole) {
      fold(at.sum(), into.sums());
      fold(at.squares(), into.squares());
    }
  }

  private void fold(int from, double[] to) {
    ByteBuffer own = work;
    int count = vectored;
    for (int feature = 0; feature < count; feature++) {
      int place = (from + feature) * Float.BYTES;
      to[feature] += own.getFloat(place);
      own.putFloat(place, 0);
    }
  }

  @Override
  public void close() {
    // The memory belongs to the tensors, and the kernel's own goes with it.
  }
}
