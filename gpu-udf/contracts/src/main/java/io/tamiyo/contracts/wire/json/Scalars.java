package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * The short way for text, numbers and truth values, of which nearly every message consists: the
 * mapper would set up a reader or a buffer for each. What is not the plain case is left to the
 * mapper, which knows what is wrong with it.
 */
final class Scalars {

  private Scalars() {}

  /** The value of a node that has exactly the wanted form, or null. */
  static @Nullable Object read(JsonNode node, Class<?> wanted) {
    if (wanted == String.class) {
      return node.isTextual() ? node.textValue() : null;
    }
    if (wanted == long.class || wanted == Long.class) {
      return node.isLong() || node.isInt() ? node.longValue() : null;
    }
    if (wanted == int.class || wanted == Integer.class) {
      return node.isInt() ? node.intValue() : null;
    }
    if (wanted == double.class || wanted == Double.class) {
      return node.isDouble() || node.isInt() ? node.doubleValue() : null;
    }
    if (wanted == boolean.class || wanted == Boolean.class) {
      return node.isBoolean() ? node.booleanValue() : null;
    }
    return null;
  }

  /** The node of a value, or null where it is no scalar. */
  static @Nullable JsonNode write(Object value, JsonNodeFactory nodes) {
    if (value instanceof String text) {
      return nodes.textNode(text);
    }
    if (value instanceof Long number) {
      return nodes.numberNode(number.longValue());
    }
    if (value instanceof Integer number) {
      return nodes.numberNode(number.intValue());
    }
    if (value instanceof Double number) {
      return nodes.numberNode(number.doubleValue());
    }
    return value instanceof Boolean truth ? nodes.booleanNode(truth) : null;
  }
}
