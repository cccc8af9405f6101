package io.tamiyo.contracts.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies that nobody can change. Unlike those of {@code Map.copyOf} they keep their order, which
 * makes encoding repeatable, and they hold null, which is a JSON value.
 */
final class Copies {

  private Copies() {}

  /** A copy of a map of plain values. */
  static <V> Map<String, V> ordered(Map<String, V> values) {
    return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A copy of a JSON object, with every object and array in it. */
  static Map<String, Object> json(Map<String, Object> values) {
    if (values.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> copy = new LinkedHashMap<>(values);
    copy.replaceAll((name, value) -> jsonValue(value));
    return Collections.unmodifiableMap(copy);
  }

  /** As {@link #json}, for a component that may be null. */
  static @Nullable Map<String, Object> jsonOrNull(@Nullable Map<String, Object> values) {
    return values == null ? null : json(values);
  }

  /** A copy in the order of the constants. */
  static <E extends Enum<E>> Set<E> constants(Class<E> type, Collection<E> values) {
    Set<E> copy = EnumSet.noneOf(type);
    copy.addAll(values);
    return Collections.unmodifiableSet(copy);
  }

  /** The text itself, when it is not longer than what hosts and jobs are ready to keep. */
  static String bounded(String name, String text, int most) {
    if (text.length() > most) {
      throw new IllegalArgumentException(
          name + " has " + text.length() + " characters; at most " + most);
    }
    return text;
  }

  private static Object jsonValue(Object value) {
    if (value instanceof Map<?, ?> object) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      object.forEach((name, nested) -> copy.put(name, jsonValue(nested)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> array) {
      List<Object> copy = new ArrayList<>();
      array.forEach(nested -> copy.add(jsonValue(nested)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }
}
