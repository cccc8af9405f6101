package io.tamiyo.operators.redis.source.reader;

import java.io.InputStream;
import java.util.Arrays;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * The arrays and strings of a reply (RESP2), read so that nothing is kept of a string beyond what
 * the caller wants, however long it is. Short strings go into one buffer, which each overwrites.
 * Used by one thread.
 */
final class RespInput {
  private static final byte ARRAY = '*';
  private static final byte BULK = '$';

  private final byte[] skipped = new byte[8 << 10];
  private byte[] text = new byte[256];
  private int textLength;
  private RedisInputStream in = new RedisInputStream(InputStream.nullInputStream());

  /** Reads from this from now on. */
  void from(RedisInputStream input) {
    in = input;
  }

  /** Begins an array; that of nothing has no elements. */
  int arrayLength() {
    return length(ARRAY);
  }

  /** Begins a string, which must be read next. */
  int valueLength() {
    return length(BULK);
  }

  /** The first {@code wanted} bytes of a string whose length was read. */
  byte[] readValue(int length, int wanted) {
    byte[] value = new byte[wanted];
    readFully(value, wanted);
    skip(length - wanted);
    return value;
  }

  /** Passes by a string, and returns its length. */
  int skipValue() {
    int length = valueLength();
    skip(length);
    return length;
  }

  /** Reads a string into {@link #text()}, but not more of it than {@code most} bytes. */
  int readText(int most) {
    int length = valueLength();
    textLength = Math.min(length, most);
    if (textLength > text.length) {
      text = new byte[textLength];
    }
    readFully(text, textLength);
    skip(length - textLength);
    return textLength;
  }

  /** The buffer of the last text, which may be longer than it. */
  byte[] text() {
    return text;
  }

  /** Whether the last text is this. */
  boolean hasText(byte[] expected) {
    return Arrays.equals(expected, 0, expected.length, text, 0, textLength);
  }

  /** Where a character stands in the last text, which must have it. */
  int indexOf(char character) {
    int index = 0;
    while (text[index] != character) {
      index++;
    }
    return index;
  }

  /** The digits in a part of the last text. */
  long number(int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text[i] - '0';
    }
    return number;
  }

  private void readFully(byte[] into, int length) {
    for (int read = 0; read < length; ) {
      read += in.read(into, read, length - read);
    }
  }

  /** Skips the rest of a string, and its end. */
  private void skip(int rest) {
    // The stream's own skip would pass by what it has buffered.
    for (int left = rest; left > 0; ) {
      left -= in.read(skipped, 0, Math.min(left, skipped.length));
    }
    in.readByte();
    in.readByte();
  }

  /** The length of an array or a string; that of nothing is 0. */
  private int length(byte type) {
    byte found = in.readByte();
    if (found != type) {
      throw new JedisConnectionException(
          "XREAD answered type '%c' where '%c' was due".formatted(found, type));
    }
    return Math.max(0, in.readIntCrLf());
  }
}
