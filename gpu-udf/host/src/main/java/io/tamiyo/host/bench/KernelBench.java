package io.tamiyo.host.bench;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import io.tamiyo.contracts.bench.BenchMachine;
import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.host.kernel.KernelChoice;
import io.tamiyo.host.kernel.TensorEngine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How much slower a layer is than a copy of its input into memory that is there. Rounds of both
 * alternate, so that what else the machine does meets both; the ratio is taken within a round.
 */
final class KernelBench {

  private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double NANOS_PER_MICRO = 1000;

  private final int rounds;
  private final Duration warmUp;
  private final Duration perRound;
  private final Consumer<String> progress;

  /**
   * @param rounds of each case
   * @param warmUp how long each case runs before it is measured
   * @param perRound how long each half of a round takes, at least one pass
   * @param progress hears what is done
   */
  KernelBench(int rounds, Duration warmUp, Duration perRound, Consumer<String> progress) {
    this.rounds = rounds;
    this.warmUp = warmUp;
    this.perRound = perRound;
    this.progress = progress;
  }

  BenchReport run(List<LayerSize> sizes) {
    List<BenchReport.Result> results = new ArrayList<>();
    try (NDManager manager = TensorEngine.newCpuManager()) {
      KernelChoice choice = KernelChoice.of(manager);
      progress.accept("kernel " + choice.kind().optionName() + ": " + choice.reason());
      for (LayerSize size : sizes) {
        try (KernelStep step = new KernelStep(manager, choice.kind(), size)) {
          results.addAll(measure(size, step));
        }
      }
      return new BenchReport("kernel", machine(choice), results);
    }
  }

  private List<BenchReport.Result> measure(LayerSize size, KernelStep step) {
    progress.accept(size + ": warming up");
    Runnable copying = step::copy;
    Runnable stepping = step::step;
    int copies = passes(copying);
    int steps = passes(stepping);
    double[] ratio = new double[rounds];
    double[] copyMicros = new double[rounds];
    double[] stepMicros = new double[rounds];
    double[] allocated = new double[rounds];
    progress.accept(size + ": " + rounds + " rounds");
    for (int round = 0; round < rounds; round++) {
      copyMicros[round] = micros(copying, copies);
      long before = COUNTERS.getCurrentThreadAllocatedBytes();
      stepMicros[round] = micros(stepping, steps);
      allocated[round] = (COUNTERS.getCurrentThreadAllocatedBytes() - before) / (double) steps;
      ratio[round] = stepMicros[round] / copyMicros[round];
    }
    return List.of(
        BenchReport.Result.of(size.toString(), "ratio_to_copy", ratio),
        BenchReport.Result.of(size.toString(), "allocated_bytes_per_step", allocated),
        BenchReport.Result.of(size.toString(), "step_us", stepMicros),
        BenchReport.Result.of(size.toString(), "copy_us", copyMicros));
  }

  /** Warms something up, and says how often it runs in the time of a round. */
  private int passes(Runnable action) {
    long start = System.nanoTime();
    int done = 0;
    long taken;
    do {
      action.run();
      done++;
      taken = System.nanoTime() - start;
    } while (taken < warmUp.toNanos());
    return (int) Math.max(1, perRound.toNanos() * done / taken);
  }

  private static double micros(Runnable action, int passes) {
    long start = System.nanoTime();
    for (int pass = 0; pass < passes; pass++) {
      action.run();
    }
    return (System.nanoTime() - start) / NANOS_PER_MICRO / passes;
  }

  private static Map<String, Object> machine(KernelChoice choice) {
    Map<String, Object> machine = BenchMachine.facts();
    machine.put("kernel", choice.kind().optionName());
    machine.put("threads", 1);
    return machine;
  }
}
