package io.tamiyo.host.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.Map;

/** What this process takes of its machine. */
public final class ProcessLoad {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessLoad() {}

  /**
   * {@code cpu}: share of all processors, 0 to 1, since it was last asked; {@code heap}: share of
   * the heap's bound that is used, 0 to 1. What the JVM does not know is absent.
   */
  public static Map<String, Double> now() {
    Map<String, Double> load = new LinkedHashMap<>();
    double cpu = SYSTEM.getProcessCpuLoad();
    if (cpu >= 0) {
      load.put("cpu", cpu);
    }
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    if (heap.getMax() > 0) {
      load.put("heap", heap.getUsed() / (double) heap.getMax());
    }
    return load;
  }
}
