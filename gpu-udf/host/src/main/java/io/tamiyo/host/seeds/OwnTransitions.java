package io.tamiyo.host.seeds;

import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The transitions that a host makes without being told to; nothing but the table leads them. */
public final class OwnTransitions {

  private OwnTransitions() {}

  /** Seeds whose embargo is over go back to sleep. */
  public static List<SeedChange> endedEmbargoes(SeedTable seeds, LifecycleRules rules) {
    return seeds.where(seed -> seed.state().isEmbargoed()).stream()
        .filter(seed -> mayLeave(rules, seed))
        .map(seed -> SeedChange.of(seed, seed.entering(SeedState.DORMANT)))
        .toList();
  }

  /** Active seeds that satisfy a condition, those without weights, are stopped and name none. */
  public static List<SeedChange> stops(
      SeedTable seeds, LifecycleTable table, Predicate<Seed> condition) {
    return seeds.where(condition).stream().flatMap(seed -> stop(seed, table).stream()).toList();
  }

  /**
   * Seeds that were evaluated for as long as the rules ask, and have shown less than their
   * blueprint was to prove, leave the computation, if that was asked.
   */
  public static List<SeedChange> failedTrials(
      SeedTable seeds, LifecycleRules rules, SeedReadings readings) {
    return seeds.where(seed -> seed.state() == SeedState.EVALUATING).stream()
        .filter(seed -> hasFailed(seed, rules, readings))
        .flatMap(
            seed ->
                StopEdge.of(rules.table(), seed.state())
                    .map(end -> rolledBack(seed, end, readings))
                    .stream())
        .toList();
  }

  private static SeedChange rolledBack(Seed seed, SeedState end, SeedReadings readings) {
    return new SeedChange(seed, seed.entering(end), readings.measured(seed.id()));
  }

  private static boolean hasFailed(Seed seed, LifecycleRules rules, SeedReadings readings) {
    BlueprintTrial trial = seed.trial();
    int least = rules.options().leastEpochs().getOrDefault(seed.state(), 0);
    return trial != null
        && trial.rollbackOnFailure()
        && seed.epochsInState() >= least
        && trial.failure(SeedReadings.metrics(readings.measured(seed.id()))).isPresent();
  }

  private static Optional<SeedChange> stop(Seed seed, LifecycleTable table) {
    return StopEdge.of(table, seed.state())
        .map(end -> SeedChange.of(seed, seed.entering(end).grafting(null)));
  }

  private static boolean mayLeave(LifecycleRules rules, Seed seed) {
    return rules
        .check(seed.state(), SeedState.DORMANT, seed.epochsInState(), Metrics.UNKNOWN, false)
        .isAllowed();
  }
}
