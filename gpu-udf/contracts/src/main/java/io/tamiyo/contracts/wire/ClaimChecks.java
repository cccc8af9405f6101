package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Redeems claim checks, with every way to fail as a failure of decoding. */
final class ClaimChecks {

  private final ClaimCheckStore store;
  private final WireLimits limits;

  ClaimChecks(ClaimCheckStore store, WireLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  byte[] redeem(byte[] id) throws DecodeFailure {
    return redeem(new String(id, StandardCharsets.UTF_8));
  }

  byte[] redeem(String id) throws DecodeFailure {
    if (!LayerId.isValid(id)) {
      throw new DecodeFailure(
          Reason.INVALID_FIELD, "claim_check_id", "is not 1 to 128 of A-Z a-z 0-9 _ . -");
    }
    try {
      return store
          .get(id, limits.maxPayloadBytes())
          .orElseThrow(() -> lost(id, "it is gone, or was never there"));
    } catch (IOException e) {
      throw lost(id, String.valueOf(e.getMessage()));
    }
  }

  private static DecodeFailure lost(String id, String detail) {
    return new DecodeFailure(Reason.LOST_CLAIM_CHECK, "", "claim check " + id + ": " + detail);
  }
}
