package io.tamiyo.operators.redis.source.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of field names into Strings, each name once. It keeps a bounded number of names,
 * so that a sender that invents them costs time but no memory. Used by one thread.
 */
final class FieldNames {
  private static final int SLOTS = 1024;
  private static final int LONGEST_KEPT = 64;

  private final @Nullable Name[] names = new @Nullable Name[SLOTS];

  private record Name(byte[] bytes, String text) {}

  /** The name in the first {@code length} bytes of a buffer. */
  String of(byte[] buffer, int length) {
    int slot = slotOf(buffer, length);
    Name kept = names[slot];
    if (kept != null && Arrays.equals(kept.bytes, 0, kept.bytes.length, buffer, 0, length)) {
      return kept.text;
    }
    String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
    if (length <= LONGEST_KEPT) {
      names[slot] = new Name(Arrays.copyOf(buffer, length), text);
    }
    return text;
  }

  private static int slotOf(byte[] buffer, int length) {
    int hash = length;
    for (int i = 0; i < Math.min(length, LONGEST_KEPT); i++) {
      hash = 31 * hash + buffer[i];
    }
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}
