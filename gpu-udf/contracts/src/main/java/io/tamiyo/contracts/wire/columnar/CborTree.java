package io.tamiyo.contracts.wire.columnar;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import io.tamiyo.contracts.wire.json.Failures;
import java.io.IOException;
import java.util.Objects;

/** Reads CBOR into a tree in which byte strings are {@link TypedArray}s, so that tags survive. */
public final class CborTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectMapper mapper;

  /** A reader that keeps to the limits of this mapper, which must be one for CBOR. */
  public CborTree(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * The one value that the payload holds.
   *
   * @throws DecodeFailure {@code MALFORMED_PAYLOAD} or {@code TOO_LARGE}
   */
  public JsonNode read(byte[] payload) throws DecodeFailure {
    try (CBORParser parser = (CBORParser) mapper.createParser(payload)) {
      parser.nextToken();
      JsonNode root = value(parser);
      if (parser.nextToken() != null) {
        throw new DecodeFailure(Reason.MALFORMED_PAYLOAD, "", "more than one value");
      }
      return root;
    } catch (IOException e) {
      throw Failures.ofParsing(e);
    }
  }

  private static JsonNode value(CBORParser parser) throws IOException, DecodeFailure {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new DecodeFailure(Reason.MALFORMED_PAYLOAD, "", "no value");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_EMBEDDED_OBJECT ->
          new POJONode(new TypedArray(parser.getCurrentTag(), parser.getBinaryValue()));
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME ->
          throw new DecodeFailure(Reason.MALFORMED_PAYLOAD, "", "unexpected " + token);
    };
  }

  private static ObjectNode object(CBORParser parser) throws IOException, DecodeFailure {
    ObjectNode node = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = Objects.requireNonNull(parser.currentName());
      parser.nextToken();
      if (node.replace(name, value(parser)) != null) {
        throw new DecodeFailure(Reason.MALFORMED_PAYLOAD, "", "field twice: " + name);
      }
    }
    return node;
  }

  private static ArrayNode array(CBORParser parser) throws IOException, DecodeFailure {
    ArrayNode node = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      node.add(value(parser));
    }
    return node;
  }

  private static JsonNode integer(CBORParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
