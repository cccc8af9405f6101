package io.tamiyo.operators.delivery;

/**
 * Where the messages of a layer have ended, as far as it is known behind the operator that counts
 * the last term; each operator counts its own terms in its own state. Only what hosts and people
 * sent is counted.
 *
 * @param in messages that arrived (ingest)
 * @param deadLetters messages that could not be processed (ingest, order)
 * @param duplicates messages that had arrived before (ingest)
 * @param expired messages dropped by a deadline (order)
 * @param held messages that wait for their turn (order)
 */
public record LedgerTerms(long in, long deadLetters, long duplicates, long expired, long held) {

  /** Nothing has arrived. */
  public static final LedgerTerms NONE = new LedgerTerms(0, 0, 0, 0, 0);

  /** Adds the terms of another operator. */
  public LedgerTerms plus(LedgerTerms other) {
    return new LedgerTerms(
        in + other.in,
        deadLetters + other.deadLetters,
        duplicates + other.duplicates,
        expired + other.expired,
        held + other.held);
  }

  /** What has been passed on by now. */
  public long passed() {
    return in - deadLetters - duplicates - expired - held;
  }
}
