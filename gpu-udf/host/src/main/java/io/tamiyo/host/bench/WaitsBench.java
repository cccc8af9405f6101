package io.tamiyo.host.bench;

import io.tamiyo.contracts.bench.BenchReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the thread that trains ever waits, whatever Redis does. */
final class WaitsBench {

  private static final int SHOWN = 3;

  private final Duration perPhase;
  private final Consumer<String> progress;

  WaitsBench(Duration perPhase, Consumer<String> progress) {
    this.perPhase = perPhase;
    this.progress = progress;
  }

  /**
   * Runs through all that may happen.
   *
   * @param killed who kills Redis where that is allowed; else the line is cut
   */
  List<BenchReport.Result> run(
      String name, HostStep step, RedisLine line, Optional<KilledRedis> killed) {
    List<BenchReport.Result> results = new ArrayList<>(run(name + " up", step));
    if (killed.isPresent()) {
      killed.get().kill();
      results.addAll(run(name + " killed", step));
      killed.get().awaitReturn();
    } else {
      line.turn(RedisLine.State.CUT);
      results.addAll(run(name + " cut", step));
    }
    line.turn(RedisLine.State.SLOW);
    results.addAll(run(name + " slow", step));
    line.turn(RedisLine.State.UP);
    results.addAll(run(name + " back", step));
    return results;
  }

  private List<BenchReport.Result> run(String name, HostStep step) {
    long sent = step.host().counts().sent();
    long refused = step.refused();
    List<String> waits;
    long steps = 0;
    try (ThreadWaits recorded = new ThreadWaits()) {
      long end = System.nanoTime() + perPhase.toNanos();
      while (System.nanoTime() - end < 0) {
        step.with();
        steps++;
      }
      waits = recorded.of(Thread.currentThread());
    }
    progress.accept(
        String.format(Locale.ROOT, "%s: %d steps, %d waits", name, steps, waits.size()));
    waits.stream().limit(SHOWN).forEach(progress);
    return List.of(
        only(name, "forward_thread_waits", waits.size()),
        only(name, "steps", steps),
        only(name, "messages_sent", step.host().counts().sent() - sent),
        only(name, "readings_refused", step.refused() - refused));
  }

  private static BenchReport.Result only(String name, String metric, long value) {
    return BenchReport.Result.of(name, metric, new double[] {(double) value});
  }
}
