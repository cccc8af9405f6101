package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.columnar.ColumnsTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Messages to JSON trees and back, nested ones too. */
public final class MessageTree {

  /** The field that names the kind of message. */
  public static final String TYPE = "message_type";

  /** What others size arrays by. */
  private static final Set<String> SEED_FIELDS = Set.of("seed_id", "total_seeds", "active_seeds");

  private final ObjectMapper mapper;
  private final MessageTypes types;
  private final Dialect dialect;
  private final WireLimits limits;
  private final ColumnsTree columns;
  private final RecordShape<Header> headerShape;
  private final Map<Class<?>, RecordShape<? extends Message>> shapes = new ConcurrentHashMap<>();

  /**
   * @param mapper as {@link Mappers} makes them
   * @param types the kinds that are known
   */
  public MessageTree(ObjectMapper mapper, MessageTypes types, Dialect dialect, WireLimits limits) {
    this.mapper = mapper;
    this.types = types;
    this.dialect = dialect;
    this.limits = limits;
    this.columns = new ColumnsTree(limits);
    this.headerShape = RecordShape.of(Header.class, mapper);
  }

  /**
   * The message that a tree holds.
   *
   * @param path of the tree in its payload
   * @throws DecodeFailure saying what is wrong where
   */
  public Message read(JsonNode node, String path) throws DecodeFailure {
    if (!(node instanceof ObjectNode object)) {
      throw Failures.invalid(path, "is no JSON object but " + node.getNodeType());
    }
    HeaderRules.requireKnownVersion(object, path);
    String type = HeaderRules.type(object, path);
    Class<? extends Message> kind =
        types
            .named(type)
            .orElseThrow(
                () ->
                    new DecodeFailure(
                        Reason.UNKNOWN_TYPE, Paths.field(path, TYPE), "\"" + type + "\""));
    RecordShape<? extends Message> shape = shapeOf(kind);
    ObjectNode plain = dialect.toPlain(type, object, nativeOnly(shape), path);
    return record(type, shape, plain, path);
  }

  /** The tree of a message; its kind stands first. */
  public ObjectNode write(Message message) {
    RecordShape<? extends Message> shape = shapeOf(message.getClass());
    String type = MessageTypes.nameOf(message);
    ObjectNode node = mapper.createObjectNode().put(TYPE, type);
    for (RecordField field : shape.fields()) {
      writeField(node, field, RecordShape.value(field, message));
    }
    return dialect.fromPlain(type, node, nativeOnly(shape));
  }

  private void writeField(ObjectNode node, RecordField field, @Nullable Object value) {
    if (value == null) {
      node.putNull(field.wireName());
      return;
    }
    switch (field.kind()) {
      case HEADER ->
          headerShape
              .fields()
              .forEach(part -> writeField(node, part, RecordShape.value(part, value)));
      case MESSAGE -> node.set(field.wireName(), write((Message) value));
      case MESSAGES -> {
        ArrayNode array = node.putArray(field.wireName());
        ((Iterable<?>) value).forEach(nested -> array.add(write((Message) nested)));
      }
      case COLUMNS -> node.putPOJO(field.wireName(), value);
      case OBJECT, VALUE -> node.set(field.wireName(), mapper.valueToTree(value));
    }
  }

  private <T> T record(String type, RecordShape<T> shape, ObjectNode node, String path)
      throws DecodeFailure {
    List<RecordField> fields = shape.fields();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = readField(type, fields.get(i), node, path);
    }
    return shape.create(values, path);
  }

  private @Nullable Object readField(String type, RecordField field, ObjectNode object, String path)
      throws DecodeFailure {
    if (field.kind() == RecordField.Kind.HEADER) {
      return HeaderRules.requireBounded(record(type, headerShape, object, path), path);
    }
    String fieldPath = Paths.field(path, field.wireName());
    JsonNode node = object.get(field.wireName());
    if (node == null) {
      node = whenMissing(type, field, fieldPath);
    }
    if (node.isNull()) {
      if (field.nullable()) {
        return null;
      }
      throw Failures.invalid(fieldPath, "is null");
    }
    return switch (field.kind()) {
      case MESSAGE -> nested(field, node, fieldPath);
      case MESSAGES -> nestedList(field, node, fieldPath);
      case COLUMNS -> columns.read(node, fieldPath);
      case HEADER, OBJECT, VALUE -> bounded(field, field.read(node, fieldPath), fieldPath);
    };
  }

  private JsonNode whenMissing(String type, RecordField field, String path) throws DecodeFailure {
    JsonNode node = dialect.whenMissing(type, field.wireName());
    if (node != null) {
      return node;
    }
    if (field.nullable()) {
      return mapper.nullNode();
    }
    if (field.type().isContainerType()) {
      return field.type().isMapLikeType() ? mapper.createObjectNode() : mapper.createArrayNode();
    }
    throw Failures.invalid(path, "is missing");
  }

  private Message nested(RecordField field, JsonNode node, String path) throws DecodeFailure {
    return expected(field.type().getRawClass(), read(node, path), path);
  }

  private List<Message> nestedList(RecordField field, JsonNode node, String path)
      throws DecodeFailure {
    if (!node.isArray()) {
      throw Failures.invalid(path, "is no array but " + node.getNodeType());
    }
    if (node.size() > limits.maxMessages()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, path, node.size() + " messages; at most " + limits.maxMessages());
    }
    List<Message> messages = new ArrayList<>(node.size());
    Class<?> element = field.type().getContentType().getRawClass();
    for (int i = 0; i < node.size(); i++) {
      String elementPath = Paths.index(path, i);
      messages.add(expected(element, read(node.path(i), elementPath), elementPath));
    }
    return messages;
  }

  private static Message expected(Class<?> wanted, Message message, String path)
      throws DecodeFailure {
    if (!wanted.isInstance(message)) {
      throw Failures.invalid(
          path, "is a " + MessageTypes.nameOf(message) + ", no " + wanted.getSimpleName());
    }
    return message;
  }

  private Object bounded(RecordField field, Object value, String path) throws DecodeFailure {
    boolean isOfSeeds = SEED_FIELDS.contains(field.wireName());
    if (isOfSeeds && value instanceof Integer number && number > limits.maxSeeds()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, path, number + "; a layer has at most " + limits.maxSeeds() + " seeds");
    }
    return value;
  }

  private static Set<String> nativeOnly(RecordShape<?> shape) {
    return shape.fields().stream()
        .filter(RecordField::nativeOnly)
        .map(RecordField::wireName)
        .collect(Collectors.toUnmodifiableSet());
  }

  private RecordShape<? extends Message> shapeOf(Class<? extends Message> kind) {
    return shapes.computeIfAbsent(kind, unused -> RecordShape.of(kind, mapper));
  }
}
