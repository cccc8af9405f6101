package io.tamiyo.operators.mirror;

import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.source.BadEntryPolicy;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.util.HashSet;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over entries that can't be mirrored, which the source counts as {@code redis.badEntries},
 * and warns of the first of each stream: who can write a stream could fill the log with more.
 */
public final class WarnOfEachStream implements BadEntryPolicy<Outbound> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(WarnOfEachStream.class);

  /** Streams that are warned of; of further ones the counter tells. */
  static final int MAX_STREAMS = 1_000;

  private final HashSet<String> told = new HashSet<>();

  @Override
  public void handle(StreamEntry entry, Exception cause, Collector<Outbound> out) {
    if (isNews(entry.stream())) {
      LOG.warn(
          "entry {} of {} is not mirrored: {}; further ones of this stream are only counted",
          entry.id(),
          entry.stream(),
          cause.getMessage());
    }
  }

  /** Whether nothing was said of this stream yet, and there is room for it. */
  boolean isNews(String stream) {
    return told.size() < MAX_STREAMS && told.add(stream);
  }
}
