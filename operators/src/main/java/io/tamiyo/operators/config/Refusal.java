package io.tamiyo.operators.config;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;

/**
 * What was refused of an entry, in state.
 *
 * @param ordinal its place in the entry, or −1 for the whole entry
 * @param count how many messages are lost with it
 * @param detail why, no longer than {@value #LONGEST_DETAIL}
 */
public record Refusal(int ordinal, int count, DecodeFailure.Reason reason, String detail) {

  /** Characters of a reason that are kept: more than a dead letter tells. */
  static final int LONGEST_DETAIL = 2_000;

  static Refusal of(Decoded.Bad bad) {
    String detail = String.valueOf(bad.failure().getMessage());
    return new Refusal(
        bad.ordinal(),
        bad.count(),
        bad.failure().reason(),
        detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)));
  }

  Decoded.Bad bad() {
    return new Decoded.Bad(ordinal, count, new DecodeFailure(reason, "", detail));
  }
}
