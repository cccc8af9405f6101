package io.tamiyo.contracts.message;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.LayerId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People ask that seeds of a layer go to a state; the job selects them, once. It is kept in the
 * job's state until then, so that what people choose the length of is bounded.
 *
 * @param targetState where they shall go
 * @param fromStates only seeds in these states; empty for all states that lead there
 * @param seedIds only these seeds, each below {@link #MAX_SEEDS} and kept once; empty for all
 * @param minPerformance only seeds with at least this accuracy, or null
 * @param batchSize at most this many seeds
 * @param force skips least epochs and conditions, never the table
 * @param reason for people, of at most {@link #MAX_REASON} characters
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

  /** Characters of a reason. */
  public static final int MAX_REASON = 4096;

  /** Seeds of a layer at most. */
  public static final int MAX_SEEDS = 100_000;

  public TransitionRequest {
    LayerId.require(layerId);
    Objects.requireNonNull(targetState, "target_state is missing");
    fromStates = Copies.constants(SeedState.class, fromStates);
    seedIds = requireSeeds(seedIds);
    if (batchSize <= 0) {
      throw new IllegalArgumentException("batch_size is not positive: " + batchSize);
    }
    if (minPerformance != null && !Double.isFinite(minPerformance)) {
      throw new IllegalArgumentException("min_performance is not finite: " + minPerformance);
    }
    reason = Copies.bounded("reason", reason, MAX_REASON);
  }

  private static List<Integer> requireSeeds(List<Integer> seedIds) {
    for (int seedId : seedIds) {
      if (seedId < 0 || seedId >= MAX_SEEDS) {
        throw new IllegalArgumentException(
            "seed_id is not in 0 to " + (MAX_SEEDS - 1) + ": " + seedId);
      }
    }
    return seedIds.stream().distinct().toList();
  }
}
