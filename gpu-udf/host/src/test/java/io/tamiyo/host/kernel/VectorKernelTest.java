package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class VectorKernelTest extends FusedKernelContract {

  private static final int STEPS = 2000;
  private static final int MOST_ROUNDS = 30;

  VectorKernelTest() {
    super(TensorEngine.newCpuManager());
  }

  @Override
  FusedKernel open(NDManager manager, int features) {
    return KernelKind.VECTOR.open(manager, features);
  }

  @Override
  void skipWithoutDevice() {
    assumeTrue(
        Runtime.version().feature() <= 18, "skipped: this JDK has another Vector API than 17's");
  }

  @Test
  void allocatesNothingInAStepWithTelemetry() {
    ChunkLayout layout = new ChunkLayout(512, 100);
    try (NDManager manager = TensorEngine.newCpuManager();
        FusedKernel kernel = open(manager, layout.features());
        CompiledAffine map = new CompiledAffine(manager, AffineVectors.identity(512))) {
      TensorRows x = TensorRows.of(manager.ones(new Shape(33, 512)), 512);
      TensorRows y = TensorRows.of(manager.zeros(new Shape(33, 512)), 512);
      FeatureSums sums = new FeatureSums(512);
      ActivationWindow window = new ActivationWindow(layout);
      ThreadMXBean counters = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
        long before = counters.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < STEPS; step++) {
          kernel.forward(x, map, y, sums);
          window.add(sums);
        }
        least = Math.min(least, counters.getCurrentThreadAllocatedBytes() - before);
      }

      assertThat(least).as("bytes in %d steps, once the JVM has compiled them", STEPS).isZero();
    }
  }
}
