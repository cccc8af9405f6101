package io.tamiyo.operators.ordering.across;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is remembered of a message id: the first 128 bits of its SHA-256. Of a million ids that are
 * remembered and a million that are asked for each second, two are taken for one once in 10<sup>19
 * </sup> years, and nobody can make up two that are.
 *
 * @param high the first 64 bits
 * @param low those behind them
 */
record IdHash(long high, long low) {

  static IdHash of(String id) {
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(id.getBytes(StandardCharsets.UTF_8)));
    return new IdHash(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
