package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchMachine;
import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.contracts.bench.BenchReport.Result;
import io.tamiyo.host.redis.RedisEndpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How fast a host applies transitions: in a burst, from the first command that is appended to the
 * last acknowledgement that is read, and one at a time, each from its append to its
 * acknowledgement. The host has a store, so everything that is acknowledged outlives a kill of the
 * process, and in the cases {@code synced} a loss of power. Its kernel has no tensors: what a
 * change costs the training is the matter of other benchmarks. The load runs in the same process.
 */
final class CommandBench {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RedisEndpoint redis;
  private final Size size;
  private final Consumer<String> say;

  /**
   * How much is measured.
   *
   * @param rounds of each case, after one to warm up
   * @param burst commands in a burst
   * @param singles commands that are sent one at a time, in a round
   * @param seeds of the layer
   */
  record Size(int rounds, int burst, int singles, int seeds) {
    Size {
      requirePositive("--rounds", rounds);
      requirePositive("--burst", burst);
      requirePositive("--singles", singles);
      requirePositive("--seeds", seeds);
    }

    private static void requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + "; give at least 1");
      }
    }
  }

  /**
   * @param say hears of the progress
   */
  CommandBench(RedisEndpoint redis, Size size, Consumer<String> say) {
    this.redis = redis;
    this.size = size;
    this.say = say;
  }

  BenchReport run() {
    List<Result> results = new ArrayList<>();
    results.addAll(measure("written", false));
    results.addAll(measure("synced", true));
    Map<String, Object> machine = new TreeMap<>(BenchMachine.facts());
    machine.put("seeds", size.seeds());
    return new BenchReport("command", machine, results);
  }

  private List<Result> measure(String name, boolean sync) {
    say.accept(name + ": warming up");
    double[] perSecond = new double[size.rounds()];
    double[] p50 = new double[size.rounds()];
    double[] p99 = new double[size.rounds()];
    try (BenchHost host = BenchHost.start(redis, size.seeds(), sync);
        CommandLoad load = new CommandLoad(redis, host)) {
      burst(load);
      singles(load);
      for (int round = 0; round < size.rounds(); round++) {
        perSecond[round] = burst(load);
        double[] latencies = singles(load);
        p50[round] = quantile(latencies, 0.5);
        p99[round] = quantile(latencies, 0.99);
        say.accept("%s: round %d of %d".formatted(name, round + 1, size.rounds()));
      }
    }
    return List.of(
        Result.of("burst-" + name, "commands_per_s", perSecond),
        Result.of("single-" + name, "p50_ms", p50),
        Result.of("single-" + name, "p99_ms", p99));
  }

  /** Commands per second. */
  private double burst(CommandLoad load) {
    load.prepare(size.burst());
    long start = System.nanoTime();
    load.sendAll();
    load.awaitSent();
    long end = System.nanoTime();
    load.check();
    return size.burst() / ((end - start) / NANOS_PER_SECOND);
  }

  /** Milliseconds of each, ascending. */
  private double[] singles(CommandLoad load) {
    load.prepare(size.singles());
    double[] latencies = new double[size.singles()];
    for (int place = 0; place < latencies.length; place++) {
      long start = System.nanoTime();
      load.sendNext();
      load.awaitSent();
      latencies[place] = (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
    load.check();
    Arrays.sort(latencies);
    return latencies;
  }

  /** The least value that is not below so large a share of all. */
  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
