package io.tamiyo.jobs.bench;

import io.tamiyo.contracts.bench.BenchMachine;
import io.tamiyo.contracts.bench.BenchReport;
import io.tamiyo.contracts.bench.BenchReport.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.flink.util.FileUtils;

/**
 * Runs a job for each round, from no state, after one that warms up and says how many entries make
 * a round.
 */
final class IngestionBench {

  private static final int WARM_UP_ENTRIES = 200_000;

  /** Fewer can't be timed. */
  private static final int LEAST_ENTRIES = 10_000;

  private final Traffic traffic;
  private final int rounds;
  private final double roundSeconds;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory holds a directory of checkpoints meanwhile
   */
  IngestionBench(
      Traffic traffic, int rounds, Duration round, Path directory, Consumer<String> progress) {
    if (rounds < 1 || round.toMillis() < 1) {
      throw new IllegalArgumentException(
          "--rounds is " + rounds + " and --round-ms " + round.toMillis() + "; give at least 1");
    }
    this.traffic = traffic;
    this.rounds = rounds;
    this.roundSeconds = round.toMillis() / 1000.0;
    this.directory = directory;
    this.progress = progress;
  }

  BenchReport run(List<IngestionCase> cases) throws Exception {
    List<Result> results = new ArrayList<>();
    OptionalDouble source = OptionalDouble.empty();
    for (IngestionCase next : cases) {
      List<IngestionRun.Outcome> outcomes = measure(next);
      Result rate = result(next, "messages_per_s", outcomes, IngestionRun.Outcome::perSecond);
      results.add(rate);
      results.add(
          result(next, "thread_us_per_message", outcomes, IngestionRun.Outcome::threadMicros));
      results.add(result(next, "cores", outcomes, IngestionRun.Outcome::cores));
      results.add(result(next, "checkpoints", outcomes, IngestionRun.Outcome::checkpoints));
      if (next == IngestionCase.SOURCE) {
        source = OptionalDouble.of(rate.value());
      } else if (source.isPresent()) {
        double limit = source.getAsDouble();
        results.add(
            result(next, "ratio_to_source", outcomes, outcome -> outcome.perSecond() / limit));
      }
    }
    return new BenchReport("ingestion", machine(), results);
  }

  private List<IngestionRun.Outcome> measure(IngestionCase next) throws Exception {
    progress.accept(next.caseName() + ": warming up");
    double perSecond = run(next, traffic.wholeBlocks(WARM_UP_ENTRIES)).perSecond();
    perSecond = run(next, entries(perSecond)).perSecond();
    long entries = entries(perSecond);
    List<IngestionRun.Outcome> outcomes = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      outcomes.add(run(next, entries));
      progress.accept(
          String.format(
              Locale.ROOT,
              "%s: %,.0f messages/s",
              next.caseName(),
              outcomes.get(round).perSecond()));
    }
    return outcomes;
  }

  private long entries(double perSecond) {
    return traffic.wholeBlocks(Math.max(LEAST_ENTRIES, perSecond * roundSeconds));
  }

  private IngestionRun.Outcome run(IngestionCase next, long entries) throws Exception {
    Path checkpoints = Files.createTempDirectory(directory, "bench-ingestion-");
    try {
      return new IngestionRun(next, traffic, entries, checkpoints).run();
    } finally {
      // The mini cluster may still be clearing up what it has written there.
      FileUtils.deleteDirectory(checkpoints.toFile());
    }
  }

  private static Result result(
      IngestionCase of,
      String metric,
      List<IngestionRun.Outcome> outcomes,
      ToDoubleFunction<IngestionRun.Outcome> value) {
    return Result.of(of.caseName(), metric, outcomes.stream().mapToDouble(value).toArray());
  }

  private Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>(BenchMachine.facts());
    machine.put("layers", traffic.layers());
    machine.put("producers", traffic.producers());
    return machine;
  }
}
