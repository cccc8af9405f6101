package io.tamiyo.contracts.wire;

import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keeps payloads, and redeems them with every way to fail as a failure of decoding. */
final class ClaimChecks {

  private static final int ID_BYTES = 16;

  private final ClaimCheckStore store;
  private final WireLimits limits;

  ClaimChecks(ClaimCheckStore store, WireLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * Keeps a payload under an id that follows from its content, so that a payload which is sent
   * again takes no more room.
   *
   * @throws UncheckedIOException when it could not be kept
   */
  String keep(byte[] payload) {
    String id = HexFormat.of().formatHex(sha256(payload), 0, ID_BYTES);
    keep(id, payload);
    return id;
  }

  /**
   * Keeps a payload under this id.
   *
   * @throws UncheckedIOException when it could not be kept
   */
  void keep(String id, byte[] payload) {
    try {
      store.put(id, payload);
    } catch (IOException e) {
      throw new UncheckedIOException("claim check " + id + " was not kept", e);
    }
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

  private static byte[] sha256(byte[] payload) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(payload);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static DecodeFailure lost(String id, String detail) {
    return new DecodeFailure(Reason.LOST_CLAIM_CHECK, "", "claim check " + id + ": " + detail);
  }
}
