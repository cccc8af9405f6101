package io.tamiyo.host.seeds;

import io.tamiyo.contracts.naming.LayerId;
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
    seeds = OrderedSeeds.of(layerId, seeds);
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
    OrderedSeeds ordered = OrderedSeeds.of(layerId, seeds);
    return new SeedTable(layerId, ordered.with(layerId, changes));
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
