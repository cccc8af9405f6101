package io.tamiyo.operators.audit;

import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Encoding;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.compression.Decompression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A record of the audit as a line of a file: the JSON of its entry. */
final class AuditLine {

  private static final int MAX_BYTES = 1 << 20;

  private AuditLine() {}

  /** The line of an entry, with its end. */
  static byte[] of(Map<String, byte[]> fields) throws IOException {
    byte[] json = json(fields);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private static byte[] json(Map<String, byte[]> fields) throws IOException {
    byte[] data = fields.getOrDefault(EntryFields.DATA, new byte[0]);
    String encoding =
        new String(
            fields.getOrDefault(EntryFields.ENCODING, new byte[0]), StandardCharsets.US_ASCII);
    if (!encoding.equals(Encoding.JSON_ZSTD.wireName())) {
      return data;
    }
    try {
      return Decompression.zstd(data, MAX_BYTES);
    } catch (DecodeFailure own) {
      throw new IOException("a record of the audit can't be read back", own);
    }
  }

  /** The entry of a line. */
  static Map<String, byte[]> fields(String line) {
    return Map.of(
        EntryFields.TYPE, bytes("AuditRecord"),
        EntryFields.ENCODING, bytes(Encoding.JSON.wireName()),
        EntryFields.DATA, bytes(line));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
