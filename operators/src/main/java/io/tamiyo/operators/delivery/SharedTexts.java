package io.tamiyo.operators.delivery;

import io.tamiyo.operators.redis.source.FieldShape;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives texts that are equal as one object, as long as they are not too many: its hash is known,
 * and it equals itself at a glance.
 */
final class SharedTexts {

  /** Of each of the names of layers and streams; a stranger's make all be forgotten. */
  private static final int MOST = 1 << 15;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<FieldShape, FieldShape> shapes = new HashMap<>();

  String shared(String text) {
    return shared(text, texts);
  }

  FieldShape shared(FieldShape shape) {
    return shared(shape, shapes);
  }

  private static <T> T shared(T one, Map<T, T> known) {
    if (known.size() >= MOST) {
      known.clear();
    }
    T same = known.putIfAbsent(one, one);
    return same == null ? one : same;
  }
}
