package io.tamiyo.host.bench;

import com.sun.management.ThreadMXBean;
import io.tamiyo.contracts.bench.BenchMachine;
import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.redis.RedisEndpoint;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What telemetry costs the thread that trains: its time and memory in paired rounds with and
 * without, and whether it ever waits while Redis is up, cut off, slow, and back.
 */
final class HostBench {

  private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double NANOS_PER_MICRO = 1000;

  private final URI redis;
  private final boolean killable;
  private final int rounds;
  private final Duration warmUp;
  private final Duration perRound;
  private final Duration perPhase;
  private final Consumer<String> progress;

  /**
   * @param redis a server
   * @param killable whether it may be killed, since somebody starts it again
   * @param rounds of each case
   * @param warmUp how long each half runs before it is measured
   * @param perRound how long each half of a round takes
   * @param perPhase how long Redis is up, cut off, slow, and back
   * @param progress hears what is done
   */
  HostBench(
      URI redis,
      boolean killable,
      int rounds,
      Duration warmUp,
      Duration perRound,
      Duration perPhase,
      Consumer<String> progress) {
    if (!"redis".equals(redis.getScheme())) {
      throw new IllegalArgumentException(
          "the Redis has the scheme %s:; give one with redis:, since a line that can be cut stands between"
              .formatted(redis.getScheme()));
    }
    this.redis = redis;
    this.killable = killable;
    this.rounds = rounds;
    this.warmUp = warmUp;
    this.perRound = perRound;
    this.perPhase = perPhase;
    this.progress = progress;
  }

  /** Begins with a recording: the first of a JVM throws away all code that was compiled before. */
  BenchReport run(List<LayerSize> sizes) {
    new ThreadWaits().close();
    RedisEndpoint server = RedisEndpoint.parse(redis.toString());
    Optional<KilledRedis> killed =
        killable ? Optional.of(new KilledRedis(server)) : Optional.empty();
    List<BenchReport.Result> results = new ArrayList<>();
    for (LayerSize size : sizes) {
      try (RedisLine line = new RedisLine(redis.getHost(), redis.getPort());
          HostStep step = new HostStep(through(line), names(), size)) {
        results.addAll(price(size.toString(), step));
        results.addAll(new WaitsBench(perPhase, progress).run(size.toString(), step, line, killed));
      }
    }
    BenchKeys.delete(server, names(), HostStep.LAYER);
    Map<String, Object> machine = BenchMachine.facts();
    machine.put("threads", 1);
    return new BenchReport("host", machine, results);
  }

  /** The address of the line, with the login of the server behind it. */
  private String through(RedisLine line) {
    String login = redis.getRawUserInfo() == null ? "" : redis.getRawUserInfo() + "@";
    String path = redis.getRawPath() == null ? "" : redis.getRawPath();
    return "redis://" + login + "127.0.0.1:" + line.port() + path;
  }

  private static StreamNames names() {
    return new StreamNames("bench-" + ProcessHandle.current().pid());
  }

  private List<BenchReport.Result> price(String name, HostStep step) {
    progress.accept(name + ": warming up");
    int passes = Math.min(passes(step::without), passes(step::with));
    progress.accept(name + ": " + rounds + " paired rounds of " + passes + " steps");
    Half with = new Half(step::with, passes, rounds);
    Half without = new Half(step::without, passes, rounds);
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 0;
      (first ? with : without).measure(round);
      (first ? without : with).measure(round);
    }
    PairedDifference time = new PairedDifference(with.micros, without.micros);
    double[] interval = time.interval();
    return List.of(
        BenchReport.Result.of(name, "telemetry_us_per_step", time.rounds()),
        BenchReport.Result.of(name, "telemetry_us_ci95_low", new double[] {interval[0]}),
        BenchReport.Result.of(name, "telemetry_us_ci95_high", new double[] {interval[1]}),
        BenchReport.Result.of(
            name,
            "allocated_bytes_per_step",
            new PairedDifference(with.allocated, without.allocated).rounds()),
        BenchReport.Result.of(name, "step_us_with", with.micros),
        BenchReport.Result.of(name, "step_us_without", without.micros));
  }

  /** Warms something up, and says how often it runs in the time of half a round. */
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

  /** One of the two things that are compared. */
  private static final class Half {

    private final Runnable step;
    private final int passes;
    private final double[] micros;
    private final double[] allocated;

    Half(Runnable step, int passes, int rounds) {
      this.step = step;
      this.passes = passes;
      micros = new double[rounds];
      allocated = new double[rounds];
    }

    void measure(int round) {
      long bytes = COUNTERS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      for (int pass = 0; pass < passes; pass++) {
        step.run();
      }
      micros[round] = (System.nanoTime() - start) / NANOS_PER_MICRO / passes;
      allocated[round] = (COUNTERS.getCurrentThreadAllocatedBytes() - bytes) / (double) passes;
    }
  }
}
