package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.host.redis.RedisEndpoint;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The benchmark of Redis' absence: {@link OutageBench}. */
@Command(name = "outage", mixinStandardHelpOptions = true, sortOptions = false)
final class OutageBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions common = new BenchOptions();

  @Option(names = "--outages", paramLabel = "N", defaultValue = "10")
  private int outages;

  @Option(names = "--per-second", paramLabel = "N", defaultValue = "1000")
  private int perSecond;

  @Option(
      names = "--redis",
      required = true,
      paramLabel = "URL",
      description = "is killed; whoever starts the benchmark starts it again 2 s after its end")
  private @Nullable String redis;

  @Option(names = "--spool", required = true, paramLabel = "DIR")
  private @Nullable Path spool;

  @Override
  public Integer call() {
    return common.report(this::measure);
  }

  private BenchReport measure() throws Exception {
    Path directory = spool;
    String url = redis;
    if (url == null || directory == null || outages < 1 || perSecond < 1) {
      throw new IllegalArgumentException(
          "--outages is %d and --per-second %d; give at least 1".formatted(outages, perSecond));
    }
    return new OutageBench(RedisEndpoint.parse(url), directory, perSecond, common::say)
        .run(outages);
  }
}
