package io.tamiyo.contracts.command;

/** What became of one copy of a command at the host. */
public enum Outcome {
  /** Applied and durable. */
  APPLIED,
  /** Applied before; the stored outcome is returned. */
  DUPLICATE,
  /** Sent by an incarnation of the job that another has followed. */
  STALE_EPOCH,
  /** A target has changed since it was decided on; its current revision is returned. */
  STALE_REVISION,
  /** The table, a condition or the command itself forbids it. */
  REJECTED,
  /** It was allowed, and failed; nothing was changed. */
  FAILED;

  /** Whether the seeds are now as the command wanted them. */
  public boolean isApplied() {
    return this == APPLIED || this == DUPLICATE;
  }
}
