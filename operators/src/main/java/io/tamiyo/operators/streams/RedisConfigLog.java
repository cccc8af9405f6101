package io.tamiyo.operators.streams;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.config.ConfigEntry;
import io.tamiyo.operators.config.ConfigLog;
import io.tamiyo.operators.redis.PatientCalls;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.StreamInfo;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.reader.StreamPages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The configuration stream of an installation, page by page, as the source reads it: the same
 * entries are cut, and so refused.
 */
public final class RedisConfigLog implements ConfigLog {

  private static final long serialVersionUID = 1;

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
   * @param patience how long Redis may be away while all of it is read; an attempt is always made
   */
  RedisConfigLog(RedisConnectionOptions redis, StreamNames names, Duration patience) {
    this.redis = redis;
    this.stream = names.config();
    this.patience = patience;
  }

  @Override
  public boolean read(StreamId after, Consumer<ConfigEntry> each) throws IOException {
    long begun = System.nanoTime();
    String doing = "reading " + stream;
    try (PatientCalls calls =
        new PatientCalls(
            new RedisConnections(redis),
            patience,
            "The start of a subtask, which reads " + stream + " first,")) {
      StreamId end =
          calls.exchange(doing, begun, open -> StreamInfo.of(open, stream)).lastGenerated();
      boolean another = after.isAfter(end);
      StreamPages pages = new StreamPages(stream, another ? StreamId.ZERO : after);
      boolean more = true;
      while (more && end.isAfter(pages.position())) {
        List<StreamEntry> page = calls.exchange(doing, begun, pages::next);
        page.forEach(entry -> each.accept(entry(entry)));
        more = !page.isEmpty();
      }
      return another;
    }
  }

  private static ConfigEntry entry(StreamEntry entry) {
    return ConfigEntry.of(entry.stream(), entry.ms(), entry.seq(), entry.fields());
  }
}
