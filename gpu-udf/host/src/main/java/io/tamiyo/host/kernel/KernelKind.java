package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDManager;
import java.util.Locale;

/** The implementations of {@link FusedKernel}. */
public enum KernelKind {
  /** {@code VectorKernel}: tensors on the CPU, by a JDK 17 with {@link #VECTOR_OPTIONS}. */
  VECTOR {
    @Override
    public FusedKernel open(NDManager manager, int features) {
      if (manager.getDevice().isGpu()) {
        throw new IllegalStateException("vectors reach the memory of the CPU only");
      }
      try {
        return Class.forName(VECTOR_CLASS)
            .asSubclass(FusedKernel.class)
            .getDeclaredConstructor(int.class)
            .newInstance(features);
      } catch (ReflectiveOperationException absent) {
        throw new IllegalStateException("the class " + VECTOR_CLASS + " is not usable", absent);
      }
    }
  },

  /** {@link TorchKernel}: every device. */
  TORCHSCRIPT {
    @Override
    public FusedKernel open(NDManager manager, int features) {
      int batches = manager.getDevice().isGpu() ? BATCHES_PER_READING_OF_A_GPU : 1;
      return new TorchKernel(manager, features, batches);
    }
  };

  /** Waiting for a GPU at every tenth step costs little, and a report covers more steps. */
  static final int BATCHES_PER_READING_OF_A_GPU = 10;

  /** What a JVM must be started with to compute by vectors. */
  public static final String VECTOR_OPTIONS =
      "--add-modules jdk.incubator.vector"
          + " --add-exports java.base/jdk.internal.vm.vector=ALL-UNNAMED"
          + " --add-exports java.base/sun.nio.ch=ALL-UNNAMED";

  private static final String VECTOR_CLASS = "io.tamiyo.host.kernel.VectorKernel";

  /**
   * Makes a kernel for one layer.
   *
   * @param manager names the device
   * @throws IllegalStateException if this kind does not reach the device
   * @throws LinkageError if the JVM lacks what this kind needs
   */
  public abstract FusedKernel open(NDManager manager, int features);

  /** As in options and in the log. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
