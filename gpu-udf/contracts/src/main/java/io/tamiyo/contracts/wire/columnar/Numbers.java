package io.tamiyo.contracts.wire.columnar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.json.Failures;
import io.tamiyo.contracts.wire.json.Paths;
import java.util.Optional;

/** Numbers of a tree, each array typed or plain. */
final class Numbers {

  private Numbers() {}

  static long integer(JsonNode node, String path) throws DecodeFailure {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw Failures.invalid(path, "is no whole number but " + shown(node));
    }
    return node.longValue();
  }

  static long[] integers(JsonNode node, String path) throws DecodeFailure {
    Optional<TypedArray> typed = typed(node);
    if (typed.isPresent() && typed.get().holdsIntegers()) {
      return typed.get().integers();
    }
    requireArray(node, "whole numbers", path);
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(node.path(i), Paths.index(path, i));
    }
    return values;
  }

  static int[] narrowed(JsonNode node, String path) throws DecodeFailure {
    long[] wide = integers(node, path);
    int[] values = new int[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) wide[i];
      if (values[i] != wide[i]) {
        throw Failures.invalid(Paths.index(path, i), "is out of range: " + wide[i]);
      }
    }
    return values;
  }

  /** Values; a null is no measurement, and its row is marked so. */
  static double[] floats(JsonNode node, boolean[] measured, String path) throws DecodeFailure {
    Optional<TypedArray> typed = typed(node);
    if (typed.isPresent() && typed.get().holdsFloats()) {
      return typed.get().floats();
    }
    requireArray(node, "numbers", path);
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.path(i);
      if (value.isNull() && i < measured.length) {
        measured[i] = false;
      } else {
        values[i] = number(value, Paths.index(path, i));
      }
    }
    return values;
  }

  /** The values of {@link BytePlanes}. */
  static double[] planes(JsonNode node, String path) throws DecodeFailure {
    TypedArray planes =
        typed(node)
            .orElseThrow(() -> Failures.invalid(path, "is no byte string but " + shown(node)));
    if (planes.bytes().length % Float.BYTES != 0) {
      throw Failures.invalid(path, planes.bytes().length + " bytes are no planes of float32");
    }
    byte[] elements = BytePlanes.join(planes.bytes(), Float.BYTES);
    return new TypedArray(TypedArray.FLOAT32, elements).floats();
  }

  private static double number(JsonNode node, String path) throws DecodeFailure {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw Failures.invalid(path, "is no number but " + shown(node));
    };
  }

  private static Optional<TypedArray> typed(JsonNode node) {
    return node instanceof POJONode embedded && embedded.getPojo() instanceof TypedArray array
        ? Optional.of(array)
        : Optional.empty();
  }

  private static void requireArray(JsonNode node, String of, String path) throws DecodeFailure {
    if (!node.isArray()) {
      throw Failures.invalid(path, "is no array of " + of + " but " + shown(node));
    }
  }

  private static String shown(JsonNode node) {
    return node.isNumber() ? node.asText() : node.getNodeType().toString();
  }
}
