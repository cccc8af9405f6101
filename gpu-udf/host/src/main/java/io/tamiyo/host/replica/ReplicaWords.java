package io.tamiyo.host.replica;

import io.tamiyo.contracts.message.Header;
import io.tamiyo.host.seeds.Seed;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Words what the deciding host tells the replicas of a layer.
 *
 * @param layerId the layer
 * @param source the host, as the header of each message names it
 * @param clock of the host; data only, for replicas decide nothing
 * @param weights what a kernel needs to put a seed in force
 */
public record ReplicaWords(
    String layerId, String source, InstantSource clock, Function<Seed, byte[]> weights) {

  private static final double MS_PER_SECOND = 1e3;

  /** A change; the same one gives the same message id, so that copies are known. */
  ReplicaUpdate update(ReplicaChange change) {
    String id = "update-%s-%d-%d".formatted(layerId, change.hostEpoch(), change.number());
    return new ReplicaUpdate(
        header(id),
        layerId,
        change.hostEpoch(),
        change.number(),
        change.atStep(),
        change.checkpointId(),
        copies(change.seeds()));
  }

  /**
   * The seeds as they are.
   *
   * @param ordinal tells the bases of one host apart
   */
  ReplicaBase base(long ordinal, String checkpointId, List<Seed> seeds) {
    Header header = header("base-%s-%s-%d".formatted(layerId, source, ordinal));
    return new ReplicaBase(header, layerId, checkpointId, copies(seeds));
  }

  private Header header(String id) {
    return Header.of(id, clock.millis() / MS_PER_SECOND, source);
  }

  private List<ReplicaSeed> copies(List<Seed> seeds) {
    return seeds.stream().map(seed -> ReplicaSeed.of(seed, weights.apply(seed))).toList();
  }
}
