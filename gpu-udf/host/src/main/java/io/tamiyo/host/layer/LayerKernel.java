package io.tamiyo.host.layer;

import io.tamiyo.host.checkpoint.LayerCheckpoint;
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

  /**
   * Makes the layer the identity for good: what it shall compute is no longer certain.
   *
   * @param why for people
   */
  void disable(String why);

  /** How often something of the layer failed and it turned to the identity, since the start. */
  default long failures() {
    return 0;
  }

  /**
   * Makes durable what seeds need that are put back to a checkpoint, before the record of that is;
   * {@link #apply} of each follows.
   *
   * @param checkpoint as the new life of the layer begins with it
   * @throws io.tamiyo.host.store.StoreFailure when that fails; nothing is put back then
   */
  default void prepare(LayerCheckpoint checkpoint) {}

  /** How strongly the graft of a seed counts, 0 to 1, as last measured. */
  default double alpha(int seedId) {
    return 0;
  }

  /**
   * What the kernels of replicas need to put a seed in force; by a thread that may wait for a disk.
   */
  default byte[] weights(Seed seed) {
    return new byte[0];
  }

  /** Whether the weights that a seed names are there after a restart. */
  boolean hasWeights(Seed seed);
}
