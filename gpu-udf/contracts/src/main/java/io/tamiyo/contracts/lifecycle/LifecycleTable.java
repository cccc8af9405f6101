package io.tamiyo.contracts.lifecycle;

import static io.tamiyo.contracts.lifecycle.SeedState.CANCELLED;
import static io.tamiyo.contracts.lifecycle.SeedState.CULLED;
import static io.tamiyo.contracts.lifecycle.SeedState.DORMANT;
import static io.tamiyo.contracts.lifecycle.SeedState.EVALUATING;
import static io.tamiyo.contracts.lifecycle.SeedState.FINE_TUNING;
import static io.tamiyo.contracts.lifecycle.SeedState.FOSSILIZED;
import static io.tamiyo.contracts.lifecycle.SeedState.GERMINATED;
import static io.tamiyo.contracts.lifecycle.SeedState.GRAFTING;
import static io.tamiyo.contracts.lifecycle.SeedState.ROLLED_BACK;
import static io.tamiyo.contracts.lifecycle.SeedState.STABILIZATION;
import static io.tamiyo.contracts.lifecycle.SeedState.TRAINING;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The legal edges between seed states. No option, force or priority adds an edge.
 *
 * @param version grows whenever an edge changes, so that host and job can see that they disagree
 * @param edges from each state, the states that may follow it
 */
public record LifecycleTable(int version, Map<SeedState, Set<SeedState>> edges) {

  /** The table of this release. */
  public static final LifecycleTable CURRENT =
      new LifecycleTable(
          1,
          Map.ofEntries(
              Map.entry(DORMANT, Set.of(GERMINATED)),
              Map.entry(GERMINATED, Set.of(TRAINING, CANCELLED)),
              Map.entry(TRAINING, Set.of(GRAFTING, CULLED, CANCELLED)),
              Map.entry(GRAFTING, Set.of(STABILIZATION, ROLLED_BACK)),
              Map.entry(STABILIZATION, Set.of(EVALUATING, ROLLED_BACK)),
              Map.entry(EVALUATING, Set.of(FINE_TUNING, CULLED, ROLLED_BACK)),
              Map.entry(FINE_TUNING, Set.of(FOSSILIZED, CULLED, ROLLED_BACK)),
              Map.entry(FOSSILIZED, Set.of()),
              Map.entry(CULLED, Set.of(DORMANT)),
              Map.entry(CANCELLED, Set.of(DORMANT)),
              Map.entry(ROLLED_BACK, Set.of(DORMANT))));

  /**
   * Copies the edges and checks that the table makes sense: every state can be reached from
   * DORMANT, and none but FOSSILIZED is a trap.
   *
   * @throws IllegalArgumentException naming the state that is missing, unreachable or trapped
   */
  public LifecycleTable {
    Map<SeedState, Set<SeedState>> copy = new EnumMap<>(SeedState.class);
    for (SeedState state : SeedState.values()) {
      Set<SeedState> next = edges.get(state);
      if (next == null) {
        throw new IllegalArgumentException("lifecycle table has no row for " + state);
      }
      copy.put(state, Set.copyOf(next));
    }
    requireReachable(copy);
    requireNoTrap(copy);
    edges = Map.copyOf(copy);
  }

  /** Whether a seed in {@code from} may go to {@code to}. */
  public boolean allows(SeedState from, SeedState to) {
    return edges.getOrDefault(from, Set.of()).contains(to);
  }

  /** The states that may follow, in the order of their codes. */
  public Set<SeedState> next(SeedState from) {
    Set<SeedState> next = EnumSet.noneOf(SeedState.class);
    next.addAll(edges.getOrDefault(from, Set.of()));
    return next;
  }

  private static void requireReachable(Map<SeedState, Set<SeedState>> edges) {
    Set<SeedState> reached = EnumSet.of(DORMANT);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (SeedState from : EnumSet.copyOf(reached)) {
        grew |= reached.addAll(edges.getOrDefault(from, Set.of()));
      }
    }
    for (SeedState state : SeedState.values()) {
      if (!reached.contains(state)) {
        throw new IllegalArgumentException("lifecycle state is unreachable: " + state);
      }
    }
  }

  private static void requireNoTrap(Map<SeedState, Set<SeedState>> edges) {
    edges.forEach(
        (state, next) -> {
          if (next.isEmpty() && state != FOSSILIZED) {
            throw new IllegalArgumentException("lifecycle state is a trap: " + state);
          }
          if (!next.isEmpty() && state == FOSSILIZED) {
            throw new IllegalArgumentException("FOSSILIZED is final, but leads to " + next);
          }
        });
  }
}
