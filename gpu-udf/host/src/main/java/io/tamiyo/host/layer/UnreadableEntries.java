package io.tamiyo.host.layer;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.host.commands.LayerRecord.EntryUnreadable;
import io.tamiyo.host.commands.LogPlace;
import io.tamiyo.host.control.LogEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What can still be said of an entry that can't be read: its fields, and id and epoch of the
 * command when the payload is JSON that only fails to be a message. That is enough to refuse the
 * command by name, so that its sender does not wait. One without a name is refused by its place in
 * the log, so that nothing that was sent stays without an answer.
 */
final class UnreadableEntries {

  /** Longer ones are cut in the record; Redis still has the entry. */
  private static final int MOST_FIELD_BYTES = 16 << 10;

  private static final int MOST_FIELDS = 32;
  private static final int MOST_TRACED_BYTES = 1 << 20;
  private static final int MOST_ID_LENGTH = 256;
  private static final int MOST_DEPTH = 64;
  private static final String JSON = "json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build());
  }

  private UnreadableEntries() {}

  /** The record of one message that was found wanting. */
  static EntryUnreadable describe(
      long number, LogPlace place, LogEntry entry, Decoded.Bad bad, double at) {
    JsonNode message = message(entry, bad.ordinal());
    JsonNode epoch = message.path("fence").path("job_epoch");
    return new EntryUnreadable(
        number,
        place,
        entry.stream(),
        bad.ordinal(),
        bad.count(),
        commandId(message, place),
        epoch.isIntegralNumber() && epoch.canConvertToLong() ? epoch.asLong() : 0,
        bad.failure().reason().name().toLowerCase(Locale.ROOT),
        String.valueOf(bad.failure().getMessage()),
        base64(entry.fields()),
        at);
  }

  private static String commandId(JsonNode message, LogPlace place) {
    String id = message.path("message_id").textValue();
    return id == null || id.isBlank() || id.length() > MOST_ID_LENGTH
        ? "unnamed-%s-%d".formatted(place.entryId(), place.ordinal())
        : id;
  }

  private static JsonNode message(LogEntry entry, int ordinal) {
    byte[] data = entry.fields().get(EntryFields.DATA);
    byte[] encoding = entry.fields().get(EntryFields.ENCODING);
    if (data == null
        || data.length > MOST_TRACED_BYTES
        || !Arrays.equals(encoding, JSON.getBytes(StandardCharsets.UTF_8))) {
      return MAPPER.missingNode();
    }
    try {
      JsonNode root = MAPPER.readTree(data);
      return root.isArray() ? root.path(Math.max(0, ordinal)) : root;
    } catch (IOException noJson) {
      return MAPPER.missingNode();
    }
  }

  private static Map<String, String> base64(Map<String, byte[]> fields) {
    Map<String, String> encoded = new LinkedHashMap<>();
    fields.entrySet().stream()
        .limit(MOST_FIELDS)
        .forEach(field -> encoded.put(shortened(field.getKey()), base64(field.getValue())));
    return encoded;
  }

  private static String shortened(String name) {
    return name.length() > MOST_ID_LENGTH ? name.substring(0, MOST_ID_LENGTH) : name;
  }

  private static String base64(byte[] value) {
    byte[] kept = value.length > MOST_FIELD_BYTES ? Arrays.copyOf(value, MOST_FIELD_BYTES) : value;
    return Base64.getEncoder().encodeToString(kept);
  }
}
