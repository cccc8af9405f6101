package io.tamiyo.operators.correlation;

import io.tamiyo.contracts.command.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way to the change that it is for. What hosts say may be read before the command,
 * since they stand in different streams. Times are those of the entries, milliseconds since 1970,
 * and negative for what was not read yet.
 *
 * @param id of the command
 * @param requestId that it is for, or null when nobody asked
 * @param askedAt when that was asked
 * @param sentAt when its first copy was sent
 * @param lastSentAt when its last copy was sent
 * @param epoch of the last copy
 * @param timeoutMs the command's own
 * @param acknowledgedAt when the host answered
 * @param outcome what the host answered, or null
 * @param changedAt when the last of its seeds changed
 * @param changesLeft seeds that it is for, less those that have changed
 * @param entryId where the last was heard of it
 */
public record AwaitedCommand(
    String id,
    @Nullable String requestId,
    long askedAt,
    long sentAt,
    long lastSentAt,
    long epoch,
    int timeoutMs,
    long acknowledgedAt,
    @Nullable Outcome outcome,
    long changedAt,
    int changesLeft,
    String entryId) {

  static final long UNKNOWN = -1;

  /** One of which nothing was read. */
  static AwaitedCommand of(String id) {
    return new AwaitedCommand(
        id, null, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0, UNKNOWN, null, UNKNOWN, 0, "");
  }

  /** A copy of it was read, the first or a later one. */
  AwaitedCommand sent(
      @Nullable String request,
      long asked,
      long time,
      long jobEpoch,
      int timeout,
      int changes,
      String entry) {
    boolean first = !isSent();
    return new AwaitedCommand(
        id,
        request,
        first ? asked : askedAt,
        first ? time : sentAt,
        time,
        jobEpoch,
        timeout,
        acknowledgedAt,
        outcome,
        changedAt,
        first ? changesLeft + changes : changesLeft,
        entry);
  }

  AwaitedCommand acknowledged(Outcome answer, long time, String entry) {
    return new AwaitedCommand(
        id,
        requestId,
        askedAt,
        sentAt,
        lastSentAt,
        epoch,
        timeoutMs,
        time,
        answer,
        changedAt,
        changesLeft,
        entry);
  }

  AwaitedCommand changed(long time) {
    return new AwaitedCommand(
        id,
        requestId,
        askedAt,
        sentAt,
        lastSentAt,
        epoch,
        timeoutMs,
        acknowledgedAt,
        outcome,
        Math.max(changedAt, time),
        changesLeft - 1,
        entryId);
  }

  boolean isSent() {
    return sentAt != UNKNOWN;
  }

  boolean isAcknowledged() {
    return outcome != null;
  }

  /** Whether nothing more comes of it. */
  boolean isDone() {
    return isSent() && outcome != null && (outcome != Outcome.APPLIED || changesLeft <= 0);
  }

  /** What it waits for. */
  StepKind waitsFor() {
    return isAcknowledged() ? StepKind.TRANSITION : StepKind.ACKNOWLEDGEMENT;
  }

  /** When the last was heard of it. */
  long heardAt() {
    return Math.max(lastSentAt, acknowledgedAt);
  }

  /** When the last was heard of it or of its seeds. */
  long lastHeardAt() {
    return Math.max(heardAt(), changedAt);
  }

  /** For how long its next step is waited for: its own time holds when that is longer. */
  long patience(long openAfterMs) {
    return Math.max(openAfterMs, timeoutMs);
  }

  /** What identifies the story that it belongs to. */
  public String story() {
    return requestId == null ? id : requestId;
  }

  /** Milliseconds from the request to its first copy, or negative when nobody asked. */
  public long toCommandMs() {
    return askedAt == UNKNOWN ? UNKNOWN : Math.max(0, sentAt - askedAt);
  }

  /** Milliseconds from its first copy to the answer. */
  public long toAcknowledgementMs() {
    return Math.max(0, acknowledgedAt - sentAt);
  }

  /** Milliseconds from the answer to the last change, or negative when nothing has changed. */
  public long toTransitionMs() {
    return changedAt == UNKNOWN ? UNKNOWN : Math.max(0, changedAt - acknowledgedAt);
  }
}
