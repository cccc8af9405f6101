package io.tamiyo.host.kernel;

import static io.tamiyo.host.kernel.NativeLanes.BYTES;
import static io.tamiyo.host.kernel.NativeLanes.FLOATS;
import static io.tamiyo.host.kernel.NativeLanes.address;
import static io.tamiyo.host.kernel.NativeLanes.load;
import static io.tamiyo.host.kernel.NativeLanes.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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
 * <p>What a loop works with is computed before it, in terms of addresses: {@code t, u, v, w} are
 * the four rows of x, and {@code a, b, sums, squares} the sections of the kernel's own memory.
 */
final class VectorKernel implements FusedKernel {

  static final String NAME = "vector";

  private static final int ROWS = 4;
  private static final int BLOCK = 64;
  private static final int CACHE_LINE = 64;

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int HALF = DOUBLES.length();

  private final int features;

  /** Features in whole vectors. */
  private final int vectored;

  /** Bytes of a row, and of its whole vectors. */
  private final long width;

  private final int end;

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

  private long section(int first) {
    return address(work) + (long) first * Float.BYTES;
  }

  private void map(ByteBuffer x, ByteBuffer y, int row) {
    long from = address(x);
    long to = address(y);
    long own = address(work);
    long t = from + row * width;
    long u = t + width;
    long v = u + width;
    long w = v + width;
    long shift = to - from;
    long a = section(at.scale());
    long b = section(at.shift());
    for (int i = 0; i < end; i += BYTES) {
      FloatVector scale = load(work, own, a + i);
      FloatVector plus = load(work, own, b + i);
      store(y, to, t + shift + i, load(x, from, t + i).fma(scale, plus));
      store(y, to, u + shift + i, load(x, from, u + i).fma(scale, plus));
      store(y, to, v + shift + i, load(x, from, v + i).fma(scale, plus));
      store(y, to, w + shift + i, load(x, from, w + i).fma(scale, plus));
    }
  }

  private void mapAndSum(ByteBuffer x, ByteBuffer y, int row) {
    long from = address(x);
    long to = address(y);
    long own = address(work);
    long t = from + row * width;
    long u = t + width;
    long v = u + width;
    long w = v + width;
    long shift = to - from;
    long a = section(at.scale());
    long b = section(at.shift());
    long sums = section(at.sum());
    long squares = section(at.squares());
    for (int i = 0; i < end; i += BYTES) {
      FloatVector first = load(x, from, t + i);
      FloatVector second = load(x, from, u + i);
      FloatVector third = load(x, from, v + i);
      FloatVector fourth = load(x, from, w + i);
      addTo(sums + i, own, first.add(second).add(third.add(fourth)));
      addTo(squares + i, own, squares(first, second).add(squares(third, fourth)));
      FloatVector scale = load(work, own, a + i);
      FloatVector plus = load(work, own, b + i);
      store(y, to, t + shift + i, first.fma(scale, plus));
      store(y, to, u + shift + i, second.fma(scale, plus));
      store(y, to, v + shift + i, third.fma(scale, plus));
      store(y, to, w + shift + i, fourth.fma(scale, plus));
    }
  }

  private void sum(ByteBuffer x, int row) {
    long from = address(x);
    long own = address(work);
    long t = from + row * width;
    long u = t + width;
    long v = u + width;
    long w = v + width;
    long sums = section(at.sum());
    long squares = section(at.squares());
    for (int i = 0; i < end; i += BYTES) {
      FloatVector first = load(x, from, t + i);
      FloatVector second = load(x, from, u + i);
      FloatVector third = load(x, from, v + i);
      FloatVector fourth = load(x, from, w + i);
      addTo(sums + i, own, first.add(second).add(third.add(fourth)));
      addTo(squares + i, own, squares(first, second).add(squares(third, fourth)));
    }
  }

  private static FloatVector squares(FloatVector one, FloatVector other) {
    return one.fma(one, other.mul(other));
  }

  private void addTo(long place, long own, FloatVector more) {
    store(work, own, place, load(work, own, place).add(more));
  }

  private void foldAtEndOfBlock(int done, int whole, FeatureSums into) {
    if (done % BLOCK == 0 || done == whole) {
      fold(section(at.sum()), into.sums());
      fold(section(at.squares()), into.squares());
    }
  }

  private void fold(long section, double[] to) {
    long own = address(work);
    FloatVector nothing = FloatVector.zero(FLOATS);
    for (int i = 0; i < end; i += BYTES) {
      FloatVector gathered = load(work, own, section + i);
      store(work, own, section + i, nothing);
      add(gathered, 0, to, i / Float.BYTES);
      add(gathered, 1, to, i / Float.BYTES + HALF);
    }
  }

  private static void add(FloatVector gathered, int half, double[] to, int place) {
    DoubleVector.fromArray(DOUBLES, to, place)
        .add(gathered.convertShape(VectorOperators.F2D, DOUBLES, half))
        .intoArray(to, place);
  }

  @Override
  public void close() {
    // The memory belongs to the tensors, and the kernel's own goes with it.
  }
}
