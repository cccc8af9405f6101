package io.tamiyo.contracts.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.wire.compression.Decompression;
import io.tamiyo.contracts.wire.json.Mappers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Entries of the python-1.0 wire as tests see them. */
final class PythonEntries {

  static final ObjectMapper MAPPER = Mappers.jsonWithBareNan(WireLimits.DEFAULTS);

  private PythonEntries() {}

  static Map<String, byte[]> of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  static Map<String, byte[]> of(byte[] data) {
    return Map.of(EntryFields.DATA, data);
  }

  static ObjectNode json(Map<String, byte[]> fields) throws Exception {
    byte[] data = data(fields);
    boolean compressed = isCompressed(fields);
    byte[] plain =
        compressed ? Decompression.zlib(data, WireLimits.DEFAULTS.maxPayloadBytes()) : data;
    return (ObjectNode) MAPPER.readTree(plain);
  }

  /** By the only two bytes that Python layers know. */
  static boolean isCompressed(Map<String, byte[]> fields) {
    byte[] data = data(fields);
    return data[0] == 0x78 && data[1] == (byte) 0x9C;
  }

  static byte[] data(Map<String, byte[]> fields) {
    return requireNonNull(fields.get(EntryFields.DATA));
  }
}
