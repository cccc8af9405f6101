package io.tamiyo.host.seeds;

import io.tamiyo.contracts.naming.LayerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All seeds of a layer at one moment. Immutable, so that a kernel or a reporter that holds one sees
 * all of a change or nothing of it.
 *
 * @param layerId the layer
 * @param seeds in the order of their ids, from 0
 */
public record SeedTable(String layerId, List<Seed> seeds) {

  public SeedTable {
    LayerId.require(layerId);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("layer " + layerId + " has no seeds");
    }
    for (int id = 0; id < seeds.size(); id++) {
      if (seeds.get(id).id() != id) {
        throw new IllegalArgumentException(
            "seed %d of layer %s stands at place %d".formatted(seeds.get(id).id(), layerId, id));
      }
    }
  }

  /** A layer that has never been touched. */
  public static SeedTable dormant(String layerId, long hostEpoch, int seeds) {
    return new SeedTable(
        layerId, IntStream.range(0, seeds).mapToObj(id -> Seed.dormant(id, hostEpoch)).toList());
  }

  /** The number of seeds. */
  public int size() {
    return seeds.size();
  }

  /** Whether the layer has this seed. */
  public boolean has(int seedId) {
    return seedId >= 0 && seedId < seeds.size();
  }

  /**
   * The seed of this id.
   *
   * @throws IndexOutOfBoundsException when the layer has no such seed
   */
  public Seed seed(int seedId) {
    return seeds.get(seedId);
  }

  /** The seeds that satisfy a condition, ascending. */
  public List<Seed> where(Predicate<Seed> condition) {
    return seeds.stream().filter(condition).toList();
  }

  /**
   * The table after changes.
   *
   * @throws IllegalStateException when a change does not begin where its seed stands
   */
  public SeedTable with(List<SeedChange> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    List<Seed> next = new ArrayList<>(seeds);
    for (SeedChange change : changes) {
      Seed current = next.get(change.before().id());
      if (current.state() != change.before().state()
          || !current.revision().equals(change.before().revision())) {
        throw new IllegalStateException(
            "a change of seed %d of layer %s begins at %s %s, but the seed is %s %s"
                .formatted(
                    current.id(),
                    layerId,
                    change.before().state(),
                    change.before().revision(),
                    current.state(),
                    current.revision()));
      }
      next.set(current.id(), change.after());
    }
    return new SeedTable(layerId, next);
  }

  /** The life of the layer, in which all its revisions count. */
  public long hostEpoch() {
    return seeds.get(0).revision().hostEpoch();
  }

  /** The same seeds as they begin another life of the layer. */
  public SeedTable rewound(long hostEpoch) {
    return new SeedTable(layerId, seeds.stream().map(seed -> seed.rewound(hostEpoch)).toList());
  }

  /** The table after one more training epoch. */
  public SeedTable afterEpoch() {
    return new SeedTable(layerId, seeds.stream().map(Seed::afterEpoch).toList());
  }
}
