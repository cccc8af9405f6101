package io.tamiyo.host.seeds;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Seeds that are known to stand in the order of their ids, so that a table which differs from
 * another by one change need not look at all of them again; a layer may have thousands, and changes
 * by the ten thousand in a second.
 */
final class OrderedSeeds extends AbstractList<Seed> implements RandomAccess {

  private final Seed[] seeds;

  private OrderedSeeds(Seed[] seeds) {
    this.seeds = seeds;
  }

  /**
   * A copy of seeds in their order.
   *
   * @throws IllegalArgumentException when there is none, or one stands at another's place
   */
  static OrderedSeeds of(String layerId, List<Seed> seeds) {
    if (seeds instanceof OrderedSeeds ordered) {
      return ordered;
    }
    Seed[] copy = seeds.toArray(Seed[]::new);
    if (copy.length == 0) {
      throw new IllegalArgumentException("layer " + layerId + " has no seeds");
    }
    for (int id = 0; id < copy.length; id++) {
      if (copy[id].id() != id) {
        throw new IllegalArgumentException(
            "seed %d of layer %s stands at place %d".formatted(copy[id].id(), layerId, id));
      }
    }
    return new OrderedSeeds(copy);
  }

  /**
   * The seeds after changes.
   *
   * @throws IllegalStateException when a change does not begin where its seed stands
   */
  OrderedSeeds with(String layerId, List<SeedChange> changes) {
    Seed[] next = seeds.clone();
    for (SeedChange change : changes) {
      Seed current = next[change.before().id()];
      requireBegins(layerId, change, current);
      next[current.id()] = change.after();
    }
    return new OrderedSeeds(next);
  }

  private static void requireBegins(String layerId, SeedChange change, Seed current) {
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
  }

  @Override
  public Seed get(int id) {
    return seeds[id];
  }

  @Override
  public int size() {
    return seeds.length;
  }
}
