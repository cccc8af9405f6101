package io.tamiyo.operators.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain JSON of records, with fields as the native wire has them; {@code poison} is unreadable. */
public final class TestingCodec implements EntryCodec {

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  @Override
  public EntryHeader header(Map<String, byte[]> fields) throws DecodeFailure {
    String producer = text(fields, EntryFields.PRODUCER);
    String type = text(fields, EntryFields.TYPE);
    return new EntryHeader(
        type == null ? "" : type,
        text(fields, EntryFields.LAYER),
        producer,
        producer == null ? 0 : number(fields, EntryFields.PRODUCER_EPOCH, 0),
        producer == null ? 0 : number(fields, EntryFields.SEQUENCE, 0),
        (int) number(fields, EntryFields.COUNT, 1),
        null,
        text(fields, EntryFields.REPLAY_OF));
  }

  @Override
  public List<Decoded> read(Map<String, byte[]> fields) {
    List<Decoded> decoded = new ArrayList<>();
    try {
      for (JsonNode node : JSON.readTree(fields.getOrDefault(EntryFields.DATA, new byte[0]))) {
        decoded.add(message(node, decoded.size()));
      }
    } catch (IOException e) {
      int count = Integer.parseInt(textOr(fields, EntryFields.COUNT, "1"));
      decoded.add(
          new Decoded.Bad(
              -1, count, failure(DecodeFailure.Reason.MALFORMED_PAYLOAD, "", "no JSON")));
    }
    return decoded;
  }

  @Override
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages)
      throws IOException {
    Map<String, byte[]> fields = new HashMap<>();
    ArrayNode array = JSON.createArrayNode();
    for (Message message : messages) {
      array.addObject().put("type", MessageTypes.nameOf(message)).putPOJO("message", message);
    }
    put(fields, EntryFields.TYPE, place.type());
    put(fields, EntryFields.LAYER, place.layer());
    put(fields, EntryFields.REPLAY_OF, place.replayOf());
    put(fields, EntryFields.COUNT, String.valueOf(place.count()));
    if (place.isSequenced()) {
      put(fields, EntryFields.PRODUCER, place.producer());
      put(fields, EntryFields.PRODUCER_EPOCH, String.valueOf(place.producerEpoch()));
      put(fields, EntryFields.SEQUENCE, String.valueOf(place.sequence()));
    }
    fields.put(EntryFields.DATA, JSON.writeValueAsBytes(array));
    return fields;
  }

  /** The only message of an entry, of the given kind. */
  public static <M extends Message> M only(Class<M> type, Outbound outbound) {
    List<Decoded> decoded = new TestingCodec().read(outbound.fields());
    if (decoded.size() == 1 && decoded.get(0) instanceof Decoded.Good good) {
      return type.cast(good.message());
    }
    throw new AssertionError("not one " + type.getSimpleName() + ": " + decoded);
  }

  private static Decoded message(JsonNode node, int ordinal) {
    String name = node.path("type").asText();
    Class<? extends Message> type = MessageTypes.builtIn().named(name).orElse(null);
    if (type == null) {
      return new Decoded.Bad(
          ordinal,
          1,
          failure(DecodeFailure.Reason.UNKNOWN_TYPE, "messages[" + ordinal + "].type", name));
    }
    try {
      return new Decoded.Good(JSON.treeToValue(node.path("message"), type));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static long number(Map<String, byte[]> fields, String name, long absent)
      throws DecodeFailure {
    String text = textOr(fields, name, String.valueOf(absent));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw failure(DecodeFailure.Reason.INVALID_FIELD, name, "\"" + text + "\" is no number");
    }
  }

  private static DecodeFailure failure(DecodeFailure.Reason reason, String path, String detail) {
    return new DecodeFailure(reason, path, detail);
  }

  private static String textOr(Map<String, byte[]> fields, String name, String absent) {
    String text = text(fields, name);
    return text == null ? absent : text;
  }

  private static @Nullable String text(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  private static void put(Map<String, byte[]> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
