package io.tamiyo.operators.redis.sink;

import io.tamiyo.operators.redis.RedisFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Finds what to append instead of entries whose stream Redis refuses for good, so that one key that
 * is wrong does not end the job for all others. Warns once a stream.
 */
final class RefusedStreams {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedStreams.class);

  /** Beyond this, what is appended instead tells of it alone. */
  private static final int MAX_STREAMS_WARNED_OF = 100;

  private final BiFunction<StreamAppend, String, Optional<StreamAppend>> instead;
  private final Counter refused;
  private final Set<String> warnedOf = new HashSet<>();

  /**
   * @param instead as {@link EntrySerializer#instead}
   */
  RefusedStreams(
      BiFunction<StreamAppend, String, Optional<StreamAppend>> instead, Counter refused) {
    this.instead = instead;
    this.refused = refused;
  }

  /** What is appended instead of a batch; null when it is sent again, or the job fails. */
  @Nullable StreamBatch instead(StreamBatch batch, JedisDataException answer) {
    RedisFailure failure = RedisFailure.classify(answer);
    if (failure != RedisFailure.WRONGTYPE && failure != RedisFailure.NOPERM) {
      return null;
    }
    List<StreamAppend> others = new ArrayList<>(batch.appends().size());
    for (StreamAppend append : batch.appends()) {
      Optional<StreamAppend> other = instead.apply(append, String.valueOf(answer.getMessage()));
      if (other.isEmpty()) {
        return null;
      }
      others.add(other.get());
    }
    refused.inc(others.size());
    warn(batch.appends().get(0).stream(), others.get(0).stream(), answer);
    return batch.with(others);
  }

  private void warn(String stream, String other, JedisDataException answer) {
    if (warnedOf.size() < MAX_STREAMS_WARNED_OF && warnedOf.add(stream)) {
      LOG.warn(
          "Redis refuses entries of {}; they go to {} instead: {}",
          stream,
          other,
          answer.getMessage());
    }
  }
}
