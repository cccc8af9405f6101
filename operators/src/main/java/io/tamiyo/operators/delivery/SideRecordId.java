package io.tamiyo.operators.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of what the job writes because of an entry: the same entry, read again after a
 * restart, gives the same ids, so that who reads the dead letters and alerts can drop what it has
 * seen.
 */
public final class SideRecordId {

  private static final int ID_BYTES = 16;

  private SideRecordId() {}

  /**
   * Returns 32 hex digits of SHA-256.
   *
   * @param stream where the entry stood
   * @param entryId its id there
   * @param kind what is written, for instance {@code dead_letter}; no spaces
   * @param ordinal which of its kind
   */
  public static String of(String stream, String entryId, String kind, long ordinal) {
    String identity = entryId + " " + kind + " " + ordinal + " " + stream;
    byte[] digest = sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, ID_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
