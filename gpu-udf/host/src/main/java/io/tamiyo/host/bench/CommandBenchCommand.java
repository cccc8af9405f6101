package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.host.redis.RedisEndpoint;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The benchmark of commands: {@link CommandBench}. */
@Command(name = "command", mixinStandardHelpOptions = true, sortOptions = false)
final class CommandBenchCommand implements Callable<Integer> {

  private static final String REDIS_VARIABLE = "TAMIYO_REDIS_URL";

  @Mixin private BenchOptions common = new BenchOptions();

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "5")
  private int rounds;

  @Option(names = "--burst", paramLabel = "N", defaultValue = "20000")
  private int burst;

  @Option(names = "--singles", paramLabel = "N", defaultValue = "2000")
  private int singles;

  @Option(names = "--seeds", paramLabel = "N", defaultValue = "1000")
  private int seeds;

  @Override
  public Integer call() {
    return common.report(this::measure);
  }

  private BenchReport measure() {
    @Nullable String url = System.getenv(REDIS_VARIABLE);
    if (url == null) {
      throw new IllegalArgumentException("no Redis is named in " + REDIS_VARIABLE);
    }
    CommandBench.Size size = new CommandBench.Size(rounds, burst, singles, seeds);
    return new CommandBench(RedisEndpoint.parse(url), size, common::say).run();
  }
}
