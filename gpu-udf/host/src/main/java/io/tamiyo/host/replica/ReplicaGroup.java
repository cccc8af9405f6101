package io.tamiyo.host.replica;

import java.time.Duration;

/**
 * The data-parallel replicas of a layer.
 *
 * @param ranks how many there are; rank 0 runs beside the host that decides
 * @param leadSteps how many training steps ahead a change is set that names no step; more than the
 *     ranks are ever apart, and than they take to hear of it
 * @param patience how long an acknowledgement waits for ranks that say nothing, once training has
 *     come to the step
 */
public record ReplicaGroup(int ranks, int leadSteps, Duration patience) {

  public ReplicaGroup {
    if (ranks < 1) {
      throw new IllegalArgumentException("ranks is not positive: " + ranks);
    }
    if (leadSteps < 1) {
      throw new IllegalArgumentException("lead_steps is not positive: " + leadSteps);
    }
  }

  /** So many replicas, ten steps ahead, and half a minute of patience. */
  public static ReplicaGroup of(int ranks) {
    return new ReplicaGroup(ranks, 10, Duration.ofSeconds(30));
  }
}
