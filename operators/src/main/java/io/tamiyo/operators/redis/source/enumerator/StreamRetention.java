package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Keeps the streams that are read within their age and bytes; runs in one thread at a time. */
final class StreamRetention implements AutoCloseable {
  private final RedisConnections connections;
  private final RetentionOptions options;
  private final String group;
  private @Nullable RedisConnection connection;

  /**
   * What one round did.
   *
   * @param removed entries cut off
   * @param forcedCuts cuts that may have taken entries which were not read
   * @param bytes memory of all streams before it
   * @param failed the streams that Redis refused to measure or to cut, and why
   */
  record Round(long removed, int forcedCuts, long bytes, SortedMap<String, String> failed) {}

  StreamRetention(RedisConnections connections, RetentionOptions options, String group) {
    this.connections = connections;
    this.options = options;
    this.group = group;
  }

  /** Measures the streams and cuts off what is to go. */
  synchronized Round run(Collection<String> streams) throws RedisAccessException {
    try {
      if (connection == null) {
        connection = connections.open();
      }
      return run(connection, streams);
    } catch (JedisException failure) {
      close();
      throw RedisAccessException.of(connections.address(), "trimming streams", failure);
    }
  }

  /**
   * What is wrong with one stream, for instance that its key holds something else, ends no round.
   */
  private Round run(RedisConnection open, Collection<String> streams) {
    SortedMap<String, String> failed = new TreeMap<>();
    List<RetentionPlan.Usage> usages = new ArrayList<>();
    for (String stream : streams) {
      attempt(stream, failed, () -> usage(open, stream).ifPresent(usages::add));
    }
    long bound = options.bound(maxMemory(open));
    long now = serverTime(open);
    List<RetentionPlan.Cut> cuts =
        new ArrayList<>(RetentionPlan.decide(usages, now, bound, options));
    for (StreamBound other : options.others()) {
      attempt(
          other.stream(),
          failed,
          () ->
              usage(open, other.stream())
                  .flatMap(usage -> RetentionPlan.decide(usage, now, other))
                  .ifPresent(cuts::add));
    }
    LongAdder removed = new LongAdder();
    LongAdder forced = new LongAdder();
    for (RetentionPlan.Cut cut : cuts) {
      attempt(
          cut.stream(),
          failed,
          () -> {
            removed.add(cut(open, cut));
            forced.add(cut.forced() ? 1 : 0);
          });
    }
    long bytes = usages.stream().mapToLong(RetentionPlan.Usage::bytes).sum();
    return new Round(removed.sum(), forced.intValue(), bytes, failed);
  }

  private static void attempt(String stream, SortedMap<String, String> failed, Runnable work) {
    try {
      work.run();
    } catch (JedisDataException refused) {
      failed.put(stream, String.valueOf(refused.getMessage()));
    }
  }

  private static long cut(RedisConnection open, RetentionPlan.Cut cut) {
    return Replies.number(
        open.call(Command.XTRIM, cut.stream(), "MINID", "~", cut.keepFrom().toString()));
  }

  private Optional<RetentionPlan.Usage> usage(RedisConnection open, String stream) {
    StreamInfo info = StreamInfo.of(open, stream);
    StreamId first = info.first();
    StreamId last = info.last();
    if (first == null || last == null) {
      return Optional.empty();
    }
    Object bytes = open.call(Command.MEMORY, "USAGE", stream);
    return Optional.of(
        new RetentionPlan.Usage(
            stream, bytes == null ? 0 : Replies.number(bytes), first, last, cursor(open, stream)));
  }

  /** The published cursor; where there is none, nothing counts as read. */
  private StreamId cursor(RedisConnection open, String stream) {
    for (Object entry : Replies.list(open.call(Command.XINFO, "GROUPS", stream))) {
      Map<String, @Nullable Object> one = Replies.map(entry);
      if (group.equals(Replies.text(one.get("name")))) {
        return StreamId.parse(Replies.bytes(one.get("last-delivered-id")));
      }
    }
    return StreamId.ZERO;
  }

  private static long maxMemory(RedisConnection open) {
    String memory = Replies.text(open.call(Command.INFO, "memory"));
    return memory
        .lines()
        .filter(line -> line.startsWith("maxmemory:"))
        .mapToLong(line -> Long.parseLong(line.substring("maxmemory:".length()).trim()))
        .findFirst()
        .orElse(0);
  }

  private static long serverTime(RedisConnection open) {
    List<?> time = Replies.list(open.call(Command.TIME));
    return Long.parseLong(Replies.text(time.get(0))) * 1_000
        + Long.parseLong(Replies.text(time.get(1))) / 1_000;
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
