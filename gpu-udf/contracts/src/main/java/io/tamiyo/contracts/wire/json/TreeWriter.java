package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import org.jspecify.annotations.Nullable;

/** Messages to JSON trees, nested ones too; columns stay as they are, for the serializer. */
public final class TreeWriter {

  private final ObjectMapper mapper;
  private final Dialect dialect;
  private final RecordShapes shapes;

  /**
   * A writer.
   *
   * @param mapper as {@link Mappers} makes them
   */
  public TreeWriter(ObjectMapper mapper, Dialect dialect) {
    this.mapper = mapper;
    this.dialect = dialect;
    this.shapes = new RecordShapes(mapper);
  }

  /**
   * The tree of a message; its kind stands first.
   *
   * @throws IllegalArgumentException when the wire has no such kind
   */
  public ObjectNode write(Message message) {
    String type = MessageTypes.nameOf(message);
    if (!dialect.has(message.getClass())) {
      throw new IllegalArgumentException("this wire has no " + type);
    }
    RecordShape<? extends Message> shape = shapes.of(message.getClass());
    ObjectNode node = mapper.createObjectNode().put(HeaderRules.TYPE, type);
    for (RecordField field : shape.fields()) {
      writeField(node, field, RecordShape.value(field, message));
    }
    return dialect.fromPlain(type, node, shape.nativeOnly());
  }

  private void writeField(ObjectNode node, RecordField field, @Nullable Object value) {
    if (value == null) {
      if (!field.addedLater()) {
        node.putNull(field.wireName());
      }
      return;
    }
    switch (field.kind()) {
      case HEADER -> writeHeader(node, value);
      case MESSAGE -> node.set(field.wireName(), write((Message) value));
      case MESSAGES -> {
        ArrayNode array = node.putArray(field.wireName());
        ((Iterable<?>) value).forEach(nested -> array.add(write((Message) nested)));
      }
      case COLUMNS -> node.putPOJO(field.wireName(), value);
      case OBJECT, VALUE -> node.set(field.wireName(), tree(value));
    }
  }

  private JsonNode tree(Object value) {
    JsonNode scalar = Scalars.write(value, mapper.getNodeFactory());
    return scalar == null ? mapper.valueToTree(value) : scalar;
  }

  private void writeHeader(ObjectNode node, Object header) {
    for (RecordField field : shapes.header().fields()) {
      writeField(node, field, RecordShape.value(field, header));
    }
  }
}
