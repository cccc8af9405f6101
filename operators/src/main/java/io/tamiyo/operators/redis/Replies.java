package io.tamiyo.operators.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the untyped replies of Redis; a reply of another shape is an {@link IllegalStateException}.
 */
public final class Replies {
  private Replies() {}

  public static long number(@Nullable Object reply) {
    if (reply instanceof Long number) {
      return number;
    }
    throw unexpected("a number", reply);
  }

  public static String text(@Nullable Object reply) {
    return new String(bytes(reply), StandardCharsets.UTF_8);
  }

  public static byte[] bytes(@Nullable Object reply) {
    if (reply instanceof byte[] bytes) {
      return bytes;
    }
    throw unexpected("a string", reply);
  }

  /** The elements; null, by which Redis means an empty result, gives an empty list. */
  public static List<?> list(@Nullable Object reply) {
    if (reply == null) {
      return List.of();
    }
    if (reply instanceof List<?> list) {
      return list;
    }
    throw unexpected("a list", reply);
  }

  /** The map that a flat list of names and values stands for. */
  public static Map<String, @Nullable Object> map(@Nullable Object reply) {
    List<?> flat = list(reply);
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      map.put(text(flat.get(i)), flat.get(i + 1));
    }
    return map;
  }

  private static IllegalStateException unexpected(String expected, @Nullable Object reply) {
    String kind = reply == null ? "nothing" : reply.getClass().getSimpleName();
    return new IllegalStateException("Redis answered " + kind + " where " + expected + " was due");
  }
}
