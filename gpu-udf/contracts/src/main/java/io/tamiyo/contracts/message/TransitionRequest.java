package io.tamiyo.contracts.message;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People ask that seeds of a layer go to a state; the job selects them, once.
 *
 * @param targetState where they shall go
 * @param fromStates only seeds in these states; empty for all states that lead there
 * @param seedIds only these seeds; empty for all
 * @param minPerformance only seeds with at least this accuracy, or null
 * @param batchSize at most this many seeds
 * @param force skips least epochs and conditions, never the table
 * @param reason for people
 */
@NativeOnly
public record TransitionRequest(
    Header header,
    String layerId,
    SeedState targetState,
    Set<SeedState> fromStates,
    List<Integer> seedIds,
    @Nullable Double minPerformance,
    int batchSize,
    boolean force,
    String reason)
    implements Message {

  public TransitionRequest {
    LayerId.require(layerId);
    Objects.requireNonNull(targetState, "target_state is missing");
    fromStates = Copies.constants(SeedState.class, fromStates);
    seedIds = List.copyOf(seedIds);
    for (int seedId : seedIds) {
      if (seedId < 0) {
        throw new IllegalArgumentException("seed_id is negative: " + seedId);
      }
    }
    if (batchSize <= 0) {
      throw new IllegalArgumentException("batch_size is not positive: " + batchSize);
    }
    if (minPerformance != null && !Double.isFinite(minPerformance)) {
      throw new IllegalArgumentException("min_performance is not finite: " + minPerformance);
    }
  }
}
