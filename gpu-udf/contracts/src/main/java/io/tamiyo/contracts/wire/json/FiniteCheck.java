package io.tamiyo.contracts.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.util.Map;
import java.util.Set;

/** Finds numbers that are not finite where only finite ones make sense. */
final class FiniteCheck {

  /** What Jackson takes for a number although it is text. */
  private static final Set<String> NOT_FINITE_TEXTS =
      Set.of("NaN", "Infinity", "+Infinity", "-Infinity", "INF", "+INF", "-INF");

  private FiniteCheck() {}

  /**
   * Returns when every number in the tree is finite.
   *
   * @param holdsNumbers whether text that reads like such a number would become one
   * @throws DecodeFailure {@code NOT_FINITE} with the path of the first that is not
   */
  static void require(JsonNode node, String path, boolean holdsNumbers) throws DecodeFailure {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        require(field.getValue(), Paths.field(path, field.getKey()), holdsNumbers);
      }
      return;
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        require(node.path(i), Paths.index(path, i), holdsNumbers);
      }
      return;
    }
    boolean isNumber = node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
    boolean isText = holdsNumbers && node.isTextual() && NOT_FINITE_TEXTS.contains(node.asText());
    if (isNumber || isText) {
      throw new DecodeFailure(Reason.NOT_FINITE, path, "is " + node.asText());
    }
  }
}
