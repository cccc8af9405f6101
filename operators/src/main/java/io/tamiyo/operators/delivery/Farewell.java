package io.tamiyo.operators.delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mark of the tick that is a layer's last: every operator forgets the layer when it has passed.
 * It stands in the layer's stream, so that whoever reads the stream again forgets at the same
 * place.
 */
public final class Farewell {

  /** The field of the entry whose presence is the mark. */
  static final String FIELD = "farewell";

  private static final byte[] YES = {'1'};

  private Farewell() {}

  /** The fields of a tick, marked. */
  public static Map<String, byte[]> of(Map<String, byte[]> tick) {
    Map<String, byte[]> marked = new LinkedHashMap<>(tick);
    marked.put(FIELD, YES);
    return marked;
  }

  /** Whether an entry has the mark, whatever else it is. */
  static boolean isIn(InboundEntry entry) {
    return entry.fields().containsKey(FIELD);
  }
}
