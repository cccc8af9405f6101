package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.UnreadableCommand;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.columnar.ColumnsTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON trees to messages, nested ones too. */
public final class TreeReader {

  private final ObjectMapper mapper;
  private final MessageTypes types;
  private final Dialect dialect;
  private final WireLimits limits;
  private final ColumnsTree columns;
  private final RecordShapes shapes;

  /**
   * A reader.
   *
   * @param mapper as {@link Mappers} makes them
   * @param types the kinds that are known
   */
  public TreeReader(ObjectMapper mapper, MessageTypes types, Dialect dialect, WireLimits limits) {
    this.mapper = mapper;
    this.types = types;
    this.dialect = dialect;
    this.limits = limits;
    this.columns = new ColumnsTree(limits);
    this.shapes = new RecordShapes(mapper);
  }

  /**
   * The message that a tree holds; the tree may be changed.
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
    RecordShape<? extends Message> shape = shapes.of(kind(type, path));
    ObjectNode plain = dialect.toPlain(type, object, shape.nativeOnly(), path);
    return record(type, shape, plain, path);
  }

  private Class<? extends Message> kind(String type, String path) throws DecodeFailure {
    return types
        .named(type)
        .filter(dialect::has)
        .orElseThrow(
            () ->
                new DecodeFailure(
                    Reason.UNKNOWN_TYPE,
                    Paths.field(path, HeaderRules.TYPE),
                    "\"" + type + "\" is no kind of message on this wire"));
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
      return HeaderRules.requireBounded(record(type, shapes.header(), object, path), path);
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
      case MESSAGE -> nested(field.type().getRawClass(), node, fieldPath);
      case MESSAGES -> nestedList(field.type().getContentType().getRawClass(), node, fieldPath);
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

  private Message nested(Class<?> wanted, JsonNode node, String path) throws DecodeFailure {
    Message message = read(node, path);
    if (!wanted.isInstance(message)) {
      throw Failures.invalid(
          path, "is a " + MessageTypes.nameOf(message) + ", no " + wanted.getSimpleName());
    }
    return message;
  }

  private List<Message> nestedList(Class<?> wanted, JsonNode node, String path)
      throws DecodeFailure {
    if (!node.isArray()) {
      throw Failures.invalid(path, "is no array but " + node.getNodeType());
    }
    if (node.size() > limits.maxMessages()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, path, node.size() + " messages; at most " + limits.maxMessages());
    }
    List<Message> messages = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      String each = Paths.index(path, i);
      messages.add(
          wanted == Command.class
              ? command(node.path(i), each)
              : nested(wanted, node.path(i), each));
    }
    return messages;
  }

  /** What is wrong with one command of a list is its own affair. */
  private Message command(JsonNode node, String path) {
    try {
      return nested(Command.class, node, path);
    } catch (DecodeFailure failure) {
      String reason = failure.reason().name().toLowerCase(Locale.ROOT);
      Header header = Header.of(HeaderRules.idOrEmpty(node), 0, "");
      return new UnreadableCommand(header, reason, String.valueOf(failure.getMessage()));
    }
  }

  /** Others size arrays by these. */
  private Object bounded(RecordField field, Object value, String path) throws DecodeFailure {
    if (field.countsSeeds() && value instanceof Integer number && number > limits.maxSeeds()) {
      throw new DecodeFailure(
          Reason.TOO_LARGE, path, number + "; a layer has at most " + limits.maxSeeds() + " seeds");
    }
    return value;
  }
}
