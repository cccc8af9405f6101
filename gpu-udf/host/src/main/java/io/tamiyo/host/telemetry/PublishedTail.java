package io.tamiyo.host.telemetry;

import io.tamiyo.contracts.wire.EntryFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * How far each stream is known to hold what was sent. Entries after that point whose replies were
 * lost are found in the stream itself, by producer, epoch and sequence. Belongs to one thread.
 */
final class PublishedTail {

  private static final String BEGINNING = "0-0";
  private static final int PAGE = 500;
  private static final byte[] END = bytes("+");

  private final ProducerIdentity identity;
  private final Map<String, String> lastIds = new HashMap<>();

  PublishedTail(ProducerIdentity identity) {
    this.identity = identity;
  }

  /** Notes where a stream stands before anything is sent to it. */
  void prepare(Jedis jedis, String stream) {
    if (lastIds.containsKey(stream)) {
      return;
    }
    List<Object> last = jedis.xrevrange(bytes(stream), END, bytes("-"), 1);
    lastIds.put(stream, last.isEmpty() ? BEGINNING : id(last.get(0)));
  }

  /** Notes that Redis has replied with an entry id. */
  void confirmed(String stream, String entryId) {
    lastIds.put(stream, entryId);
  }

  /** The own entries in a stream after the last confirmed one, as {@code layer/sequence}. */
  Set<String> landed(Jedis jedis, String stream) {
    Set<String> landed = new HashSet<>();
    String from = lastIds.getOrDefault(stream, BEGINNING);
    List<Object> page;
    do {
      page = jedis.xrange(bytes(stream), bytes("(" + from), END, PAGE);
      for (Object entry : page) {
        from = id(entry);
        String key = ownKey(entry);
        if (key != null) {
          landed.add(key);
        }
      }
    } while (page.size() == PAGE);
    return landed;
  }

  /** The key under which {@link #landed} names an entry. */
  static String key(PlacedEntry entry) {
    return key(entry.sendable().channel().layerId(), Long.toString(entry.sequence()));
  }

  private static String key(@Nullable String layerId, @Nullable String sequence) {
    return (layerId == null ? "" : layerId) + "/" + sequence;
  }

  private @Nullable String ownKey(Object entry) {
    List<?> fields = (List<?>) ((List<?>) entry).get(1);
    boolean own =
        identity.producer().equals(field(fields, EntryFields.PRODUCER))
            && Long.toString(identity.epoch()).equals(field(fields, EntryFields.PRODUCER_EPOCH));
    return own ? key(field(fields, EntryFields.LAYER), field(fields, EntryFields.SEQUENCE)) : null;
  }

  private static @Nullable String field(List<?> namesAndValues, String name) {
    byte[] wanted = bytes(name);
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      if (Arrays.equals(wanted, (byte[]) namesAndValues.get(i))) {
        return new String((byte[]) namesAndValues.get(i + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  private static String id(Object entry) {
    return new String((byte[]) ((List<?>) entry).get(0), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
