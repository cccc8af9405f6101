package io.tamiyo.host.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/**
 * The one door to the tensor engine. It settles what the engine reads once, when it is loaded: no
 * network access at run time, and one thread per process, since two OpenMP threads on busy cores
 * cost far more than they give. What the command line has set (with {@code -D}) stays.
 */
public final class TensorEngine {

  /** {@code cpu} or {@code gpu}. */
  public static final String DEVICE_PROPERTY = "tamiyo.device";

  private static final String NAME = "PyTorch";

  private TensorEngine() {}

  /**
   * Loads the engine; the first start on a machine unpacks its native libraries, which takes
   * seconds.
   *
   * @throws ai.djl.engine.EngineException if there is no engine for this platform
   */
  public static Engine load() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("ai.djl.pytorch.num_threads", "1");
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    return Engine.getEngine(NAME);
  }

  /**
   * A manager of tensors, to be closed by the caller: on the GPU when the engine sees one, in main
   * memory otherwise. The system property {@value #DEVICE_PROPERTY} chooses by hand, {@code cpu} or
   * {@code gpu}.
   *
   * @throws IllegalArgumentException if the property says anything else
   */
  public static NDManager newManager() {
    Engine engine = load();
    return engine.newBaseManager(
        device(System.getProperty(DEVICE_PROPERTY, ""), engine.getGpuCount()));
  }

  /** A manager of tensors in main memory, to be closed by the caller. */
  public static NDManager newCpuManager() {
    return load().newBaseManager(Device.cpu());
  }

  static Device device(String wanted, int gpus) {
    return switch (wanted) {
      case "" -> gpus > 0 ? Device.gpu() : Device.cpu();
      case "cpu" -> Device.cpu();
      case "gpu" -> Device.gpu();
      default ->
          throw new IllegalArgumentException(
              DEVICE_PROPERTY + " is " + wanted + "; give cpu or gpu");
    };
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
