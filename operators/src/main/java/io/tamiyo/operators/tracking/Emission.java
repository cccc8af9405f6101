package io.tamiyo.operators.tracking;

/** Whether this subtask may send, and as whom. */
public sealed interface Emission {

  /**
   * It holds an epoch.
   *
   * @param epoch what its commands carry
   * @param holder the job as its markers name it, over all its restarts
   */
  record On(long epoch, String holder) implements Emission {}

  /**
   * It runs as a shadow: it follows everything and sends nothing.
   *
   * @param reason why, in words
   */
  record Off(String reason) implements Emission {}

  /** The epoch that it holds, or 0. */
  default long epoch() {
    return 0;
  }
}
