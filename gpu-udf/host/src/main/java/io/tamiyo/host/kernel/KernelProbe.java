package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tries a kernel on a small batch: whether the JVM has what it needs, whether its sums are right,
 * and whether the JVM compiles it. A Vector API that is not compiled (with the second compiler off,
 * or on a processor without vectors) boxes every vector and is a hundred times slower than anything
 * else.
 */
final class KernelProbe {

  private static final int ROWS = 64;
  private static final int FEATURES = 64;

  /** Compiled code takes less than 1 ns for a value, boxed vectors more than 50. */
  private static final double MOST_NANOS_PER_VALUE = 10;

  private static final int PASSES_PER_LOOK = 50;

  private KernelProbe() {}

  /**
   * Tries a kernel until it is fast, which also warms it up.
   *
   * @param patience how much processor time of this thread the JVM has for compiling it; a busy
   *     machine has more time
   * @return why it cannot be used; empty if it can
   */
  static Optional<String> refusal(KernelKind kind, NDManager parent, Duration patience) {
    try (NDManager manager = parent.newSubManager();
        FusedKernel kernel = kind.open(manager, FEATURES);
        CompiledAffine map = new CompiledAffine(manager, AffineVectors.identity(FEATURES))) {
      TensorRows x = TensorRows.of(manager.ones(new Shape(ROWS, FEATURES)), FEATURES);
      TensorRows y = TensorRows.of(manager.zeros(new Shape(ROWS, FEATURES)), FEATURES);
      FeatureSums sums = new FeatureSums(FEATURES);
      long deadline = processorNanos() + patience.toNanos();
      while (nanosPerValue(kernel, x, map, y, sums) > MOST_NANOS_PER_VALUE) {
        if (processorNanos() > deadline) {
          return Optional.of("the JVM does not compile it");
        }
      }
      return isRight(y, sums) ? Optional.empty() : Optional.of("its results are wrong");
    } catch (LinkageError | RuntimeException absent) {
      return Optional.of(absent.toString());
    }
  }

  private static double nanosPerValue(
      FusedKernel kernel, TensorRows x, CompiledAffine map, TensorRows y, FeatureSums sums) {
    long start = processorNanos();
    for (int pass = 0; pass < PASSES_PER_LOOK; pass++) {
      kernel.forward(x, map, y, sums);
      kernel.forward(x, map, y);
      kernel.observe(x, sums);
    }
    return (processorNanos() - start) / (3.0 * PASSES_PER_LOOK * ROWS * FEATURES);
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static boolean isRight(TensorRows y, FeatureSums sums) {
    float[] ones = new float[ROWS * FEATURES];
    Arrays.fill(ones, 1f);
    return Arrays.equals(y.tensor().toFloatArray(), ones)
        && Arrays.stream(sums.sums()).allMatch(sum -> sum == ROWS)
        && Arrays.stream(sums.squares()).allMatch(sum -> sum == ROWS);
  }
}
