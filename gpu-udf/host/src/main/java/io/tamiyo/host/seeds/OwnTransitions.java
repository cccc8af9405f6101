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
