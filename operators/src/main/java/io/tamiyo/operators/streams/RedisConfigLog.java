package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.redis.PatientCalls;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import redis.clients.jedis.Protocol.Command;

/** The configuration stream of an installation, page by page. */
public final class RedisConfigLog implements ConfigLog {

  private static final long serialVersionUID = 1;

  private static final int PAGE = 200;

  /** After which the job fails, says why, and is restarted, rather than stand still unseen. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisConnectionOptions redis;
  private final String stream;
  private final Duration patience;

  /**
   * @param names the installation
   */
  public RedisConfigLog(RedisConnectionOptions redis, StreamNames names) {
    this(redis, names, PATIENCE);
  }

  /**
   * @param patience how long a page is tried again while Redis is away
   */
  RedisConfigLog(RedisConnectionOptions redis, StreamNames names, Duration patience) {
    this.redis = redis;
    this.stream = names.config();
    this.patience = patience;
  }

  @Override
  public void read(StreamId after, Consumer<ConfigEntry> each) throws IOException {
    try (PatientCalls calls =
        new PatientCalls(new RedisConnections(redis), patience, "the configuration")) {
      StreamId last = after;
      List<?> page;
      do {
        page = page(calls, last);
        for (Object reply : page) {
          ConfigEntry entry = entry(Replies.list(reply));
          each.accept(entry);
          last = entry.id();
        }
      } while (page.size() == PAGE);
    }
  }

  private List<?> page(PatientCalls calls, StreamId after) throws IOException {
    return Replies.list(
        calls.call(
            "reading " + stream,
            Command.XRANGE,
            stream,
            "(" + after,
            "+",
            "COUNT",
            Integer.toString(PAGE)));
  }

  private ConfigEntry entry(List<?> reply) {
    StreamId id = StreamId.parse(Replies.bytes(reply.get(0)));
    List<?> flat = Replies.list(reply.get(1));
    Map<String, byte[]> fields = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(Replies.text(flat.get(i)), Replies.bytes(flat.get(i + 1)));
    }
    return ConfigEntry.of(stream, id.ms(), id.seq(), fields);
  }
}
