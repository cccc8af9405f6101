package io.tamiyo.operators.delivery;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read, so that one that comes again is the same object: no copy, its hash is
 * known, and it equals itself at a glance. Of those that fall on one place the last is remembered.
 */
final class RecentTexts implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int PLACES = 1 << 12;

  /** Names have at most 128 characters, and a prefix. */
  private static final int MAX_REMEMBERED_BYTES = 256;

  private transient byte @Nullable [] shared;
  private transient @Nullable String @Nullable [] texts;
  private transient byte @Nullable [] @Nullable [] bytes;

  /** Room to read a text of so many bytes into; valid until the next call. */
  byte[] buffer(int length) {
    if (length > MAX_REMEMBERED_BYTES) {
      return new byte[length];
    }
    byte[] room = shared;
    if (room == null) {
      room = new byte[MAX_REMEMBERED_BYTES];
      shared = room;
    }
    return room;
  }

  /** The text of the first bytes of a buffer. */
  String text(byte[] buffer, int length) {
    if (length > MAX_REMEMBERED_BYTES) {
      return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
    @Nullable String[] known = texts;
    byte @Nullable [][] knownBytes = bytes;
    if (known == null || knownBytes == null) {
      known = new String[PLACES];
      knownBytes = new byte[PLACES][];
      texts = known;
      bytes = knownBytes;
    }
    int place = placeOf(buffer, length);
    byte[] there = knownBytes[place];
    String text = known[place];
    if (text != null && there != null && Arrays.equals(there, 0, there.length, buffer, 0, length)) {
      return text;
    }
    String read = new String(buffer, 0, length, StandardCharsets.UTF_8);
    known[place] = read;
    knownBytes[place] = Arrays.copyOf(buffer, length);
    return read;
  }

  private static int placeOf(byte[] buffer, int length) {
    int hash = length;
    for (int i = Math.max(0, length - 16); i < length; i++) {
      hash = 31 * hash + buffer[i];
    }
    return (hash ^ (hash >>> 12)) & (PLACES - 1);
  }
}
