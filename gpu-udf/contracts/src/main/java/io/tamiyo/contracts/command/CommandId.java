package io.tamiyo.contracts.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * The identity of a command: what it does to which revisions of which seeds. Deciding the same
 * thing twice, in whatever incarnation and for whatever cause, gives the same id; so a repeated
 * command is known as such.
 */
public final class CommandId {

  private static final int ID_BYTES = 16;

  private CommandId() {}

  /**
   * Returns 32 hex digits of SHA-256 over the parts, each preceded by its length, so that no two
   * lists of parts run together.
   *
   * @param action the kind of command with its arguments, for instance {@code transition:TRAINING}
   * @param parameters in their natural order; values by their text
   */
  public static String of(
      String layerId,
      List<SeedTarget> targets,
      String action,
      SortedMap<String, Object> parameters) {
    MessageDigest digest = sha256();
    update(digest, layerId);
    for (SeedTarget target : targets) {
      update(digest, target.seedId() + "@" + target.revision());
    }
    update(digest, action);
    parameters.forEach(
        (name, value) -> {
          update(digest, name);
          update(digest, String.valueOf(value));
        });
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  private static void update(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
