package io.tamiyo.host.replica;

import io.tamiyo.host.seeds.Seed;

/** What computes a replica of a layer. */
public interface ReplicaKernel {

  /**
   * Makes ready to put a seed in force; by a thread that may wait for a disk.
   *
   * @param weights that the kernel of the deciding host has given for it, see {@link
   *     io.tamiyo.host.layer.LayerKernel#weights}
   * @return puts it in force, from the step on that begins; on the training thread, without waiting
   * @throws IllegalArgumentException when the weights are none for that seed
   * @throws IllegalStateException when weights that it needs are not there
   * @throws io.tamiyo.host.store.StoreFailure when they can't be kept
   */
  Runnable ready(Seed seed, byte[] weights);
}
