package io.tamiyo.operators.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The ids of the last messages of a layer that came without a sequence. Exact within its window; a
 * long id is remembered by its hash, so that the state is bounded in bytes too.
 */
final class RecentIds {

  private static final int MAX_CHARACTERS = 64;

  private final MapState<String, Long> numbers;
  private final MapState<Long, String> ids;
  private final int window;

  RecentIds(RuntimeContext context, int window) {
    this.numbers =
        context.getMapState(new MapStateDescriptor<>("ingest-ids", Types.STRING, Types.LONG));
    this.ids =
        context.getMapState(
            new MapStateDescriptor<>("ingest-ids-by-age", Types.LONG, Types.STRING));
    this.window = window;
  }

  boolean contains(String id) throws Exception {
    return numbers.contains(shortened(id));
  }

  /**
   * Remembers an id that is not contained, and forgets the one a window before.
   *
   * @param number how many were remembered before it
   */
  void add(String id, long number) throws Exception {
    String key = shortened(id);
    numbers.put(key, number);
    ids.put(number, key);
    String oldest = ids.get(number - window);
    if (oldest != null) {
      numbers.remove(oldest);
      ids.remove(number - window);
    }
  }

  private static String shortened(String id) {
    if (id.length() <= MAX_CHARACTERS) {
      return id;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
