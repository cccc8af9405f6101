package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.AlphaRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors live outside the heap, where no collector finds what was left behind. */
class NativeMemoryTest {

  private static final Path STATUS = Path.of("/proc/self/status");

  private static final long ALLOWED_GROWTH_KIB = 24 * 1024;

  @Test
  void staysFlatOverThousandsOfStepsWithGraftsAndDeltas() throws IOException {
    assumeTrue(Files.exists(STATUS), "skipped: resident memory is read from " + STATUS);
    TrainingOptions options =
        new TrainingOptions(
            List.of("a"), 7, 32, 256, 64, 256, 0.05, 0.001, 0, 0.1, new AlphaRamp(50), 2, 1);
    try (SpiralTraining training = SpiralTraining.start(options)) {
      run(training, 500);
      int tensors = training.heldTensors();
      long before = nativeKib();

      run(training, 2500);

      assertThat(training.heldTensors()).isEqualTo(tensors);
      assertThat(nativeKib() - before).isLessThan(ALLOWED_GROWTH_KIB);
    }
  }

  private static void run(SpiralTraining training, int steps) {
    TrainedLayer layer = training.layers().get(0);
    SeedState[] states = SeedState.values();
    for (int step = 0; step < steps; step++) {
      int seed = step % layer.layout().seeds();
      SeedState state = states[step / 10 % states.length];
      layer.request(
          new SeedChange(seed, state, 0, BlendStrategy.LINEAR, layer.freshBlueprint(seed, step)));
      training.step();
      layer.read();
    }
  }

  /**
   * Memory of this process that is not Java heap, KiB; one leaked activation a step would add 2500
   * × 256 × 32 floats, 78 MiB. The heap is touched throughout first, since a page counts from its
   * first use.
   */
  private static long nativeKib() throws IOException {
    long target = youngCollections() + 2;
    long touched = 0;
    while (youngCollections() < target && touched < Runtime.getRuntime().maxMemory()) {
      touched += new byte[1 << 20].length;
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1024;
    return residentKib() - heap;
  }

  private static long youngCollections() {
    return ManagementFactory.getGarbageCollectorMXBeans().get(0).getCollectionCount();
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
