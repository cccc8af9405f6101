package io.tamiyo.host.replica;

import io.tamiyo.host.seeds.Seed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A durable change of a layer, to be put in force by its replicas.
 *
 * @param number of its record
 * @param atStep the training step with which it takes effect; 0 for at once
 * @param checkpointId of the checkpoint to which it puts the layer back; empty for none
 * @param before the seeds that it changes as they were; empty where it replaces all
 * @param seeds as it leaves them, one at least
 */
public record ReplicaChange(
    long number, long atStep, String checkpointId, List<Seed> before, List<Seed> seeds) {

  /** The step of what takes effect at once. */
  public static final long AT_ONCE = 0;

  public ReplicaChange {
    before = List.copyOf(before);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("a change changes no seed");
    }
  }

  /**
   * The step that stands in a record.
   *
   * @param kept as it was read back; null for {@link #AT_ONCE}
   */
  public static long step(@Nullable Object kept) {
    return kept == null ? AT_ONCE : StepPlan.step(kept);
  }

  /** The life of the layer that it leaves. */
  long hostEpoch() {
    return seeds.get(0).revision().hostEpoch();
  }
}
