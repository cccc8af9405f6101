package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * The Redis of an installation while somebody works on it.
 *
 * @param redis one connection
 * @param names its keys
 */
public record Installed(RedisConnection redis, StreamNames names) implements AutoCloseable {

  /**
   * An entry as it stands in a stream.
   *
   * @param id its id
   * @param fields names and values in their order
   */
  public record Entry(StreamId id, Map<String, byte[]> fields) {}

  /** The server's clock, milliseconds since 1970; it gives the ids of entries. */
  public long now() {
    List<?> time = Replies.list(redis.call(Command.TIME));
    return Long.parseLong(Replies.text(time.get(0))) * 1_000
        + Long.parseLong(Replies.text(time.get(1))) / 1_000;
  }

  /** The first entries from one id to another, both included. */
  public List<Entry> range(String stream, String from, String to, int most) {
    return entries(redis.call(Command.XRANGE, stream, from, to, "COUNT", most));
  }

  /** The last entries from one id back to another, both included, newest first. */
  public List<Entry> backwards(String stream, String from, String to, int most) {
    return entries(redis.call(Command.XREVRANGE, stream, from, to, "COUNT", most));
  }

  private static List<Entry> entries(@Nullable Object reply) {
    List<Entry> entries = new ArrayList<>();
    for (Object element : Replies.list(reply)) {
      List<?> entry = Replies.list(element);
      Map<String, byte[]> fields = new LinkedHashMap<>();
      List<?> flat = Replies.list(entry.get(1));
      for (int i = 0; i + 1 < flat.size(); i += 2) {
        fields.put(Replies.text(flat.get(i)), Replies.bytes(flat.get(i + 1)));
      }
      entries.add(new Entry(StreamId.parse(Replies.bytes(entry.get(0))), fields));
    }
    return entries;
  }

  @Override
  public void close() {
    redis.close();
  }
}
