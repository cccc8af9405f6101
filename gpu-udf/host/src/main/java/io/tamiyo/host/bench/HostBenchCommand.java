package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The host's benchmark: {@link HostBench}, at the Redis that the environment names. */
@Command(name = "host", mixinStandardHelpOptions = true, sortOptions = false)
final class HostBenchCommand implements Callable<Integer> {

  private static final String REDIS_VARIABLE = "TAMIYO_REDIS_URL";

  @Mixin private BenchOptions common = new BenchOptions();

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "ROWSxFEATURESxSEEDS",
      defaultValue = "32x4096x1000,256x4096x1000")
  private List<String> cases = List.of();

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "60")
  private int rounds;

  @Option(names = "--warm-up-ms", paramLabel = "MS", defaultValue = "2000")
  private int warmUpMs;

  @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "100")
  private int roundMs;

  @Option(names = "--phase-ms", paramLabel = "MS", defaultValue = "4000")
  private int phaseMs;

  @Option(
      names = "--killable",
      description = "Redis may be killed; whoever starts the benchmark starts it again")
  private boolean killable;

  private final Map<String, String> environment;

  HostBenchCommand() {
    this(System.getenv());
  }

  HostBenchCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return common.report(this::measure);
  }

  private BenchReport measure() {
    String redis = environment.get(REDIS_VARIABLE);
    if (rounds < 1 || redis == null) {
      throw new IllegalArgumentException(
          "--rounds is %d, at least 1 is needed; %s names the Redis, it is %s"
              .formatted(rounds, REDIS_VARIABLE, redis == null ? "not set" : "set"));
    }
    List<LayerSize> sizes = cases.stream().map(LayerSize::parse).toList();
    return new HostBench(
            URI.create(redis),
            killable,
            rounds,
            Duration.ofMillis(warmUpMs),
            Duration.ofMillis(roundMs),
            Duration.ofMillis(phaseMs),
            common::say)
        .run(sizes);
  }
}
