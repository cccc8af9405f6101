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

  /** A manager of tensors in main memory, to be closed by the caller. */
  public static NDManager newManager() {
    return load().newBaseManager(Device.cpu());
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
