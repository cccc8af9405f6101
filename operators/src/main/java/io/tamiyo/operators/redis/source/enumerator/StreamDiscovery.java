package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** Finds the streams to read; runs in one thread at a time, aside from the enumerator's. */
final class StreamDiscovery implements AutoCloseable {
  private static final String KEYS_PER_SCAN = "1000";
  private static final String FIRST_CURSOR = "0";

  private final RedisConnections connections;
  private final StreamPatterns patterns;
  private final EnumeratorOptions options;
  private @Nullable RedisConnection connection;

  StreamDiscovery(
      RedisConnections connections, StreamPatterns patterns, EnumeratorOptions options) {
    this.connections = connections;
    this.patterns = patterns;
    this.options = options;
  }

  /**
   * Finds streams that are not known yet, in the order of their names.
   *
   * @param atStart whether these are the streams of the start, or new ones
   */
  synchronized List<StreamSplit> discover(Set<String> known, boolean atStart)
      throws RedisAccessException {
    try {
      if (connection == null) {
        connection = connections.open();
      }
      return discover(connection, known, atStart);
    } catch (JedisException failure) {
      close();
      throw RedisAccessException.of(connections.address(), "looking for streams", failure);
    }
  }

  private List<StreamSplit> discover(RedisConnection open, Set<String> known, boolean atStart) {
    Set<String> found = new TreeSet<>(patterns.names());
    found.addAll(patterns.directory().announced(open));
    for (String glob : patterns.globs()) {
      scan(open, glob, found);
    }
    found.removeAll(known);
    List<StreamSplit> splits = new ArrayList<>();
    for (String stream : found) {
      splits.add(
          atStart
              ? splitAtStart(stream, StreamInfo.of(open, stream))
              : StreamSplit.unbounded(stream, ReadPosition.NEW));
    }
    return splits;
  }

  private StreamSplit splitAtStart(String stream, StreamInfo info) {
    ReadPosition position = options.start().in(stream, info);
    StreamId last = info.last() == null ? StreamId.ZERO : info.last();
    return new StreamSplit(stream, position, "", options.bounded() ? last : null);
  }

  private static void scan(RedisConnection open, String glob, Set<String> found) {
    String cursor = FIRST_CURSOR;
    do {
      List<?> reply =
          Replies.list(
              open.call(
                  Command.SCAN, cursor, "MATCH", glob, "COUNT", KEYS_PER_SCAN, "TYPE", "stream"));
      Replies.list(reply.get(1)).forEach(key -> found.add(Replies.text(key)));
      cursor = Replies.text(reply.get(0));
    } while (!cursor.equals(FIRST_CURSOR));
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
