package io.tamiyo.operators.tracking;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last copy of a command that was appended and is not done with.
 *
 * @param id the command
 * @param seeds its targets; empty when it is about all of the layer
 * @param emergency whether it waits for no other command and no other waits for it
 * @param epoch the incarnation that sent this copy
 * @param entryId where the copy stands in the control log, or null until it is read back
 * @param sentAt stream time when it was sent, or where it is known better, when Redis took it
 * @param decidedAt stream time when it was decided, for the latency
 * @param timeoutMs the command's own
 * @param attempts copies sent so far
 * @param acknowledged whether it is done with, and only its read-back is waited for; without this a
 *     restart would take the copy in the log for one that waits
 * @param fields the entry, as written
 */
record PendingCommand(
    String id,
    List<Integer> seeds,
    boolean emergency,
    long epoch,
    @Nullable String entryId,
    long sentAt,
    long decidedAt,
    int timeoutMs,
    int attempts,
    boolean acknowledged,
    Map<String, byte[]> fields) {

  PendingCommand {
    seeds = List.copyOf(seeds);
  }

  /** The same copy, found in the control log. */
  PendingCommand loggedAt(String entry, long time) {
    return new PendingCommand(
        id,
        seeds,
        emergency,
        epoch,
        entry,
        Math.max(sentAt, time),
        decidedAt,
        timeoutMs,
        attempts,
        acknowledged,
        fields);
  }

  /** The same copy, done with before it was read back. */
  PendingCommand acknowledgedEarly() {
    return new PendingCommand(
        id, seeds, emergency, epoch, entryId, sentAt, decidedAt, timeoutMs, attempts, true, fields);
  }

  /** A new copy, sent now by an incarnation. */
  PendingCommand sentAgain(long newEpoch, long now, Map<String, byte[]> newFields) {
    return new PendingCommand(
        id,
        seeds,
        emergency,
        newEpoch,
        null,
        now,
        decidedAt,
        timeoutMs,
        attempts + 1,
        false,
        newFields);
  }

  /** Whether an answer to it is overdue. */
  boolean isOverdue(long now, long retryAfterMs) {
    return !acknowledged && now - sentAt >= Math.max(retryAfterMs, timeoutMs);
  }
}
