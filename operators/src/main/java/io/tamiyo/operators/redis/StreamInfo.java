package io.tamiyo.operators.redis;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What XINFO STREAM tells of one stream. A server's abilities are probed by what it answers: one
 * that does not count additions answers without them.
 *
 * @param exists whether there is such a stream
 * @param length entries in it
 * @param entriesAdded entries ever added, or {@link #UNKNOWN} where the server does not count them
 * @param lastGenerated the greatest id ever given
 * @param first the id of the first entry, null where it is empty
 * @param last the id of the last entry, null where it is empty
 * @param deletions whether single entries were, or may have been, deleted from its middle
 */
public record StreamInfo(
    boolean exists,
    long length,
    long entriesAdded,
    StreamId lastGenerated,
    @Nullable StreamId first,
    @Nullable StreamId last,
    boolean deletions) {

  public static final long UNKNOWN = -1;

  /** A stream that nobody has written to. */
  public static final StreamInfo MISSING =
      new StreamInfo(false, 0, UNKNOWN, StreamId.ZERO, null, null, false);

  /** Asks for one stream, at once. */
  public static StreamInfo of(RedisConnection connection, String stream) {
    request(connection, stream);
    return receive(connection);
  }

  /** Sends the question without waiting, so that many can be asked in one round trip. */
  public static void request(RedisConnection connection, Object stream) {
    connection.send(Command.XINFO, "STREAM", stream);
  }

  /** Receives the answer to {@link #request}. */
  public static StreamInfo receive(RedisConnection connection) {
    try {
      return parse(Replies.map(connection.receive()));
    } catch (JedisDataException refused) {
      if (isMissingKey(refused)) {
        return MISSING;
      }
      throw refused;
    }
  }

  static boolean isMissingKey(JedisDataException refused) {
    String message = refused.getMessage();
    return message != null && message.contains("no such key");
  }

  private static StreamInfo parse(Map<String, @Nullable Object> reply) {
    Object added = reply.get("entries-added");
    Object deleted = reply.get("max-deleted-entry-id");
    return new StreamInfo(
        true,
        Replies.number(reply.get("length")),
        added == null ? UNKNOWN : Replies.number(added),
        StreamId.parse(Replies.bytes(reply.get("last-generated-id"))),
        entryId(reply.get("first-entry")),
        entryId(reply.get("last-entry")),
        deleted == null || !StreamId.parse(Replies.bytes(deleted)).equals(StreamId.ZERO));
  }

  private static @Nullable StreamId entryId(@Nullable Object entry) {
    List<?> parts = Replies.list(entry);
    return parts.isEmpty() ? null : StreamId.parse(Replies.bytes(parts.get(0)));
  }

  /** Entries that were added and are gone, or {@link #UNKNOWN}. */
  public long removed() {
    return entriesAdded == UNKNOWN ? UNKNOWN : entriesAdded - length;
  }
}
