package io.tamiyo.host.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Whether the thread that trains ever waits, whatever Redis does. */
final class WaitsBench {

  private static final int SHOWN = 3;

  /**
   * What happens to Redis.
   *
   * @param name for people
   * @param line what becomes of what is sent
   */
  private record Phase(String name, RedisLine.State line) {}

  private static final List<Phase> PHASES =
      List.of(
          new Phase("up", RedisLine.State.UP),
          new Phase("killed", RedisLine.State.CUT),
          new Phase("slow", RedisLine.State.SLOW),
          new Phase("back", RedisLine.State.UP));

  private final Duration perPhase;
  private final Consumer<String> progress;

  WaitsBench(Duration perPhase, Consumer<String> progress) {
    this.perPhase = perPhase;
    this.progress = progress;
  }

  List<BenchReport.Result> run(String name, HostStep step, RedisLine line) {
    List<BenchReport.Result> results = new ArrayList<>();
    for (Phase phase : PHASES) {
      line.turn(phase.line());
      results.addAll(run(name + " " + phase.name(), step));
    }
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
