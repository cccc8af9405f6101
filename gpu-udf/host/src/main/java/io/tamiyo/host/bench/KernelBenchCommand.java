package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The kernel's benchmark: {@link KernelBench}. */
@Command(name = "kernel", mixinStandardHelpOptions = true, sortOptions = false)
final class KernelBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions common = new BenchOptions();

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "ROWSxFEATURESxSEEDS",
      defaultValue = "32x512x100,256x4096x1000,1024x8192x1000")
  private List<String> cases = List.of();

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "12")
  private int rounds;

  @Option(names = "--warm-up-ms", paramLabel = "MS", defaultValue = "2000")
  private int warmUpMs;

  @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "100")
  private int roundMs;

  @Override
  public Integer call() {
    return common.report(this::measure);
  }

  private BenchReport measure() {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds is " + rounds + "; give at least 1");
    }
    List<LayerSize> sizes = cases.stream().map(LayerSize::parse).toList();
    return new KernelBench(
            rounds, Duration.ofMillis(warmUpMs), Duration.ofMillis(roundMs), common::say)
        .run(sizes);
  }
}
