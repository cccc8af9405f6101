package io.tamiyo.jobs.deadletters;

import io.tamiyo.jobs.terminal.Table;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The value of a field for a person: text where it is text, else its first bytes. */
final class FieldText {

  private static final int MOST_CHARACTERS = 2_000;
  private static final int MOST_BYTES = 64;

  private FieldText() {}

  static String of(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return text.length() <= MOST_CHARACTERS
          ? text
          : Table.shortened(text, MOST_CHARACTERS) + " (" + value.length + " bytes)";
    } catch (CharacterCodingException noText) {
      byte[] first = Arrays.copyOf(value, Math.min(value.length, MOST_BYTES));
      return "%d bytes: %s%s"
          .formatted(
              value.length,
              HexFormat.ofDelimiter(" ").formatHex(first),
              first.length < value.length ? " …" : "");
    }
  }
}
