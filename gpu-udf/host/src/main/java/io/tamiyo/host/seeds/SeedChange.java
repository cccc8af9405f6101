package io.tamiyo.host.seeds;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One applied change of one seed.
 *
 * @param before the seed as it was
 * @param after the seed as it is; its revision is the next one
 * @param measured what was measured of it just before, by metric
 */
public record SeedChange(Seed before, Seed after, Map<String, Double> measured) {

  public SeedChange {
    if (before.id() != after.id()) {
      throw new IllegalArgumentException(
          "a change of seed " + before.id() + " ends with seed " + after.id());
    }
    if (!after.revision().equals(before.revision().next())) {
      throw new IllegalArgumentException(
          "seed %d goes from revision %s to %s, which is not the next one"
              .formatted(before.id(), before.revision(), after.revision()));
    }
    measured = Collections.unmodifiableMap(new TreeMap<>(measured));
  }

  /** A change before which nothing was measured. */
  public static SeedChange of(Seed before, Seed after) {
    return new SeedChange(before, after, Map.of());
  }

  /** Whether the state changed, and not only the blueprint. */
  public boolean isTransition() {
    return before.state() != after.state();
  }
}
