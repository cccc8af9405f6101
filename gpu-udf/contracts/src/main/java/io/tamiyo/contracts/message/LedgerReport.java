package io.tamiyo.contracts.message;

import io.tamiyo.contracts.naming.LayerId;

/**
 * Where the messages of a layer have ended: in = out + deadLetters + duplicates + expired + held.
 * Counts since the layer was first seen, of what hosts and people sent; the job's own entries are
 * not in it.
 *
 * @param in messages that arrived
 * @param out messages that have passed their last decision
 * @param deadLetters messages that could not be processed
 * @param duplicates messages that had arrived before
 * @param expired messages dropped by a deadline
 * @param held messages that wait for their turn
 */
@NativeOnly
public record LedgerReport(
    Header header,
    String layerId,
    long in,
    long out,
    long deadLetters,
    long duplicates,
    long expired,
    long held)
    implements Message {

  public LedgerReport {
    LayerId.require(layerId);
  }

  /** Whether every message is in exactly one place. */
  public boolean isBalanced() {
    return in == out + deadLetters + duplicates + expired + held;
  }
}
