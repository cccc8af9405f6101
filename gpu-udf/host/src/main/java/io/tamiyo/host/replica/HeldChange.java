package io.tamiyo.host.replica;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for the replicas of a layer.
 *
 * @param change which one
 * @param update what they are told
 * @param then gets what the acknowledgement tells of them
 * @param count of those that have it in force
 * @param due since when all should have it; null while its step is ahead
 */
record HeldChange(
    ReplicaChange change,
    ReplicaUpdate update,
    Consumer<Map<String, Object>> then,
    RankCount count,
    @Nullable Instant due) {

  HeldChange with(ReplicaReport report) {
    return new HeldChange(change, update, then, count.with(report), due);
  }

  /**
   * @param step to which training has come
   */
  HeldChange at(long step, Instant now) {
    return due == null && change.atStep() <= step
        ? new HeldChange(change, update, then, count, now)
        : this;
  }

  boolean isOverdue(Instant latest) {
    return due != null && !due.isAfter(latest);
  }
}
