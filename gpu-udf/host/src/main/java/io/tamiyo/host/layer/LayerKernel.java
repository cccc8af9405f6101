package io.tamiyo.host.layer;

import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;

/**
 * What computes a layer, as its host sees it. Called by several threads; none of the calls waits
 * for a computation.
 */
public interface LayerKernel extends SeedReadings {

  /**
   * Puts a seed in force as it is, from the next step on. Called for every seed once at the start,
   * and after each change.
   */
  void apply(Seed seed);

  /**
   * Makes the weights that a seed grafts from now on durable, before the change that names them is.
   *
   * @throws io.tamiyo.host.store.StoreFailure when that fails; the change is then not made
   */
  void keepWeights(Seed seed);

  /** Whether the weights that a seed names are there after a restart. */
  boolean hasWeights(Seed seed);
}
