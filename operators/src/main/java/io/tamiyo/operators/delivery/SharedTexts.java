package io.tamiyo.operators.delivery;

import io.tamiyo.operators.redis.source.FieldShape;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives texts that are equal as one object: its hash is known, and it equals itself at a glance.
 * All are forgotten when they become too many; who gives them bounds how long they are.
 */
final class SharedTexts {

  /** Names of layers, streams and fields. */
  static final int MOST_TEXTS = 1 << 13;

  /** More than hosts and people use together. */
  static final int MOST_SHAPES = 1 << 8;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<FieldShape, FieldShape> shapes = new HashMap<>();

  String shared(String text) {
    return shared(text, texts, MOST_TEXTS);
  }

  FieldShape shared(FieldShape shape) {
    return shared(shape, shapes, MOST_SHAPES);
  }

  private <T> T shared(T one, Map<T, T> known, int most) {
    if (known.size() >= most) {
      texts.clear();
      shapes.clear();
    }
    T same = known.putIfAbsent(one, one);
    return same == null ? one : same;
  }
}
