package io.tamiyo.host.replica;

import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The seeds of a layer as all its replicas have them in force, which is behind what is durable by
 * the changes that wait for a training step. Guarded by its owner.
 */
final class CommonSeeds {

  private final Map<Integer, Seed> undone = new HashMap<>();
  private final Map<Integer, Seed> seeds = new TreeMap<>();

  /** A change that waits still, in the order of the changes, before {@link #begin}. */
  void undo(ReplicaChange waiting) {
    if (waiting.before().isEmpty()) {
      undone.clear();
    }
    waiting.before().forEach(seed -> undone.putIfAbsent(seed.id(), seed));
  }

  /** Begins with the seeds as a host has found them, without what still waits. */
  void begin(SeedTable found) {
    found.seeds().forEach(seed -> seeds.put(seed.id(), undone.getOrDefault(seed.id(), seed)));
    undone.clear();
  }

  /** A change is in force; one that a later one has overtaken changes nothing. */
  void add(ReplicaChange change) {
    for (Seed seed : change.seeds()) {
      seeds.merge(seed.id(), seed, (old, next) -> isLater(next, old) ? next : old);
    }
  }

  private static boolean isLater(Seed seed, Seed other) {
    return seed.revision().compareTo(other.revision()) > 0;
  }

  /**
   * All of them.
   *
   * @param now the seeds as they are durable, with the training epochs that they were in their
   *     state
   */
  List<Seed> all(SeedTable now) {
    return seeds.values().stream().map(seed -> counted(seed, now)).toList();
  }

  private static Seed counted(Seed seed, SeedTable now) {
    Seed same = now.seed(seed.id());
    return same.revision().equals(seed.revision()) ? same : seed;
  }
}
