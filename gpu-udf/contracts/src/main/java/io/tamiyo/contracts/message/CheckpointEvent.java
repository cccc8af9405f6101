package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of a seed was saved, restored or deleted.
 *
 * @param seedId the seed, or {@link #ALL_SEEDS}
 * @param operation the sender's word for it
 * @param error what was wrong, or null
 */
public record CheckpointEvent(
    Header header,
    String layerId,
    int seedId,
    String checkpointId,
    String operation,
    long checkpointSizeBytes,
    boolean success,
    @Nullable String error)
    implements Message {

  /** The checkpoint is of the whole layer. */
  public static final int ALL_SEEDS = -1;

  public CheckpointEvent {
    LayerId.require(layerId);
  }
}
