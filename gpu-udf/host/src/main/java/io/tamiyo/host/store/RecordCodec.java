package io.tamiyo.host.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A line of the log: eight hex digits of CRC-32C over the rest, a space, one JSON object, a line
 * feed. JSON escapes control characters, so a line feed or a NUL never stands within a line. People
 * can read it, and tell a line that was never finished from one that was changed.
 */
final class RecordCodec {

  static final byte LINE_END = '\n';

  private static final int CHECKSUM_DIGITS = 8;
  private static final int JSON_START = CHECKSUM_DIGITS + 1;

  /** The kinds of record under their names in the log; a name is never used again for another. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = LayerRecord.EpochRaised.class, name = "epoch"),
    @JsonSubTypes.Type(value = LayerRecord.EntryPassed.class, name = "passed"),
    @JsonSubTypes.Type(value = LayerRecord.CommandSettled.class, name = "command"),
    @JsonSubTypes.Type(value = LayerRecord.EntryUnreadable.class, name = "unreadable"),
    @JsonSubTypes.Type(value = LayerRecord.OwnTransition.class, name = "own"),
    @JsonSubTypes.Type(value = LayerRecord.Rewound.class, name = "rewound"),
    @JsonSubTypes.Type(value = LayerRecord.Published.class, name = "published")
  })
  private interface Kinds {}

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_GETTERS, MapperFeature.AUTO_DETECT_IS_GETTERS)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addMixIn(LayerRecord.class, Kinds.class)
          .build();

  byte[] line(LayerRecord layerRecord) {
    return framed(layerRecord, LayerRecord.class);
  }

  byte[] line(LayerSnapshot snapshot) {
    return framed(snapshot, LayerSnapshot.class);
  }

  private byte[] framed(Object value, Class<?> type) {
    try {
      byte[] json = MAPPER.writerFor(type).writeValueAsBytes(value);
      byte[] line = new byte[JSON_START + json.length + 1];
      System.arraycopy(checksum(json, 0, json.length), 0, line, 0, CHECKSUM_DIGITS);
      line[CHECKSUM_DIGITS] = ' ';
      System.arraycopy(json, 0, line, JSON_START, json.length);
      line[line.length - 1] = LINE_END;
      return line;
    } catch (JsonProcessingException e) {
      throw new StoreFailure("can't write as JSON: " + type.getSimpleName(), e);
    }
  }

  /** Whether the bytes of a line, without its end, are as they were written. */
  boolean isIntact(byte[] bytes, int from, int to) {
    if (to - from < JSON_START || bytes[from + CHECKSUM_DIGITS] != ' ') {
      return false;
    }
    byte[] expected = checksum(bytes, from + JSON_START, to - from - JSON_START);
    for (int i = 0; i < CHECKSUM_DIGITS; i++) {
      if (bytes[from + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  LayerRecord layerRecord(byte[] bytes, int from, int to) throws IOException {
    return MAPPER.readValue(bytes, from + JSON_START, to - from - JSON_START, LayerRecord.class);
  }

  LayerSnapshot snapshot(byte[] bytes, int from, int to) throws IOException {
    return MAPPER.readValue(bytes, from + JSON_START, to - from - JSON_START, LayerSnapshot.class);
  }

  private static byte[] checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return HexFormat.of()
        .toHexDigits((int) checksum.getValue())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
