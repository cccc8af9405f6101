package io.tamiyo.host.kernel;

import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernel this process computes with, chosen when its first layer is made, and why. On a GPU
 * it is TorchScript; on the CPU the Vector API where it is there and works, TorchScript otherwise.
 * The system property {@value #PROPERTY} chooses by hand.
 *
 * @param kind the kernel
 * @param reason for people
 */
public record KernelChoice(KernelKind kind, String reason) {

  /** {@code auto} (default), {@code vector} or {@code torchscript}. */
  public static final String PROPERTY = "tamiyo.kernel";

  private static final String AUTOMATIC = "auto";
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /** Made once, when it is first asked for. */
  private static final class OfThisProcess {
    private static final KernelChoice ON_CPU = logged(System.getProperty(PROPERTY, AUTOMATIC));

    private static KernelChoice logged(String wanted) {
      try (NDManager manager = TensorEngine.newCpuManager()) {
        KernelChoice choice = choose(wanted, manager);
        LOG.info(
            "kernel {} on {}: {}", choice.kind.optionName(), manager.getDevice(), choice.reason);
        return choice;
      }
    }
  }

  /**
   * The choice of this process for a device.
   *
   * @param manager names the device
   */
  public static KernelChoice of(NDManager manager) {
    return manager.getDevice().isGpu() ? onGpu() : OfThisProcess.ON_CPU;
  }

  private static KernelChoice onGpu() {
    return new KernelChoice(KernelKind.TORCHSCRIPT, "the tensors are on a GPU");
  }

  /**
   * Chooses for the CPU.
   *
   * @param wanted the property's value
   * @throws IllegalArgumentException if there is no such kernel, or it does not work here
   */
  static KernelChoice choose(String wanted, NDManager manager) {
    if (wanted.equals(KernelKind.TORCHSCRIPT.optionName())) {
      return new KernelChoice(KernelKind.TORCHSCRIPT, "as " + PROPERTY + " says");
    }
    boolean forced = wanted.equals(KernelKind.VECTOR.optionName());
    if (!forced && !wanted.equals(AUTOMATIC)) {
      throw new IllegalArgumentException(
          "%s is %s; give auto, vector or torchscript".formatted(PROPERTY, wanted));
    }
    Optional<String> refusal = KernelProbe.refusal(KernelKind.VECTOR, manager, PATIENCE);
    if (refusal.isEmpty()) {
      return new KernelChoice(KernelKind.VECTOR, forced ? "as " + PROPERTY + " says" : "it works");
    }
    String why =
        "the Vector API is not usable (%s); start a JDK 17 with "
            + KernelKind.VECTOR_OPTIONS
            + " to have it";
    if (forced) {
      throw new IllegalArgumentException(
          PROPERTY + " is vector, but " + why.formatted(refusal.get()));
    }
    return new KernelChoice(KernelKind.TORCHSCRIPT, why.formatted(refusal.get()));
  }
}
