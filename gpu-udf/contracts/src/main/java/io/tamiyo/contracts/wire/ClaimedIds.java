package io.tamiyo.contracts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tamiyo.contracts.naming.LayerId;
import io.tamiyo.contracts.wire.compression.Decompression;
import io.tamiyo.contracts.wire.json.Mappers;
import io.tamiyo.contracts.wire.python.ClaimedBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Which payload an entry names rather than holds. The native wire says so in a field. On
 * python-1.0, where it stands in the JSON, an entry is looked into only if it is as small as an
 * envelope without messages, and parsed only if the word is in it.
 */
public final class ClaimedIds {

  private static final WireLimits LIMITS = WireLimits.DEFAULTS;
  private static final ObjectMapper JSON = Mappers.jsonWithBareNan(LIMITS);

  /** Bytes of an envelope, decompressed: its header, and metadata of any use. */
  static final int LARGEST_ENVELOPE = 64 << 10;

  private static final byte[] WORD = ClaimedBatch.ID.getBytes(StandardCharsets.US_ASCII);

  private ClaimedIds() {}

  /**
   * The id of the payload that an entry names; empty if it holds its own, or can't be read.
   *
   * @param fields of the entry, of either wire
   */
  public static Optional<String> in(Map<String, byte[]> fields) {
    try {
      byte[] encoding = fields.get(EntryFields.ENCODING);
      byte[] data = Data.of(fields, LIMITS);
      return (encoding == null ? inPython(data) : inNative(encoding, data))
          .filter(LayerId::isValid);
    } catch (DecodeFailure | IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> inNative(byte[] encoding, byte[] data) {
    String name = new String(encoding, StandardCharsets.UTF_8);
    return name.equals(Encoding.CLAIM_CHECK.wireName())
        ? Optional.of(new String(data, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static Optional<String> inPython(byte[] data) throws DecodeFailure, IOException {
    if (data.length > LARGEST_ENVELOPE) {
      return Optional.empty();
    }
    byte[] plain = PythonReader.isZlib(data) ? Decompression.zlib(data, LARGEST_ENVELOPE) : data;
    if (!holdsTheWord(plain)) {
      return Optional.empty();
    }
    JsonNode envelope = JSON.readTree(plain);
    return PythonReader.isBatch(envelope) ? ClaimedBatch.idIn(envelope) : Optional.empty();
  }

  private static boolean holdsTheWord(byte[] plain) {
    for (int at = 0; at <= plain.length - WORD.length; at++) {
      int same = 0;
      while (same < WORD.length && plain[at + same] == WORD[same]) {
        same++;
      }
      if (same == WORD.length) {
        return true;
      }
    }
    return false;
  }
}
