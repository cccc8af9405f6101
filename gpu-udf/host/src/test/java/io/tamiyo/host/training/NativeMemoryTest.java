package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.LinearRamp;
import io.tamiyo.host.kernel.BlendStrategy;
import io.tamiyo.host.spirals.SpiralOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors live outside the heap, where no collector finds what was left behind. */
class NativeMemoryTest {

  private static final LinearRamp RAMP = new LinearRamp(50);

  private static final Path STATUS = Path.of("/proc/self/status");

  private static final int STEPS_PER_ROUND = 500;

  /** The JVM warms up for some rounds; what leaks grows in every one. */
  private static final int MOST_ROUNDS = 12;

  /** One activation of 256 × 32 floats leaked at each step would be 16 MiB a round. */
  private static final long FLAT_KIB_PER_ROUND = 4 * 1024;

  @Test
  void staysFlatOverThousandsOfStepsWithGraftsAndDeltas() throws IOException {
    assumeTrue(Files.exists(STATUS), "skipped: resident memory is read from " + STATUS);
    try (TestingRun training =
        new TestingRun(
            List.of("a"),
            7,
            new SpiralOptions(32, 256, 64, 256, 0.05, 0.001, 0, 1),
            LearningOptions.DEFAULTS,
            2)) {
      run(training);
      int tensors = training.heldTensors();
      List<Long> growth = new ArrayList<>();
      long before = nativeKib();
      while (growth.size() < MOST_ROUNDS && !endsFlat(growth)) {
        run(training);
        long after = nativeKib();
        growth.add(after - before);
        before = after;
      }

      assertThat(endsFlat(growth)).as("KiB by which memory grew each round: %s", growth).isTrue();
      assertThat(training.heldTensors()).isEqualTo(tensors);
    }
  }

  private static boolean endsFlat(List<Long> growth) {
    int rounds = growth.size();
    return rounds >= 2
        && growth.subList(rounds - 2, rounds).stream()
            .allMatch(kib -> Math.abs(kib) < FLAT_KIB_PER_ROUND);
  }

  private static void run(TestingRun training) {
    TrainedLayer layer = training.layer(0);
    SeedState[] states = SeedState.values();
    BlueprintKind[] kinds = BlueprintKind.values();
    for (int step = 0; step < STEPS_PER_ROUND; step++) {
      int seed = step % layer.layout().seeds();
      SeedState state = states[step / 10 % states.length];
      Blueprint fresh = layer.freshBlueprint(kinds[step / 100 % kinds.length], seed, step);
      layer.request(new SeedAssignment(seed, state, 0, BlendStrategy.LINEAR, RAMP, fresh));
      training.step();
      layer.read();
    }
  }

  /**
   * Memory of this process that is not Java heap, KiB. The heap is touched throughout first, since
   * a page counts from its first use.
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
