package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.source.StartPosition;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How streams are found and kept short.
 *
 * @param discoverEvery how often to look for new streams
 * @param start where to start in the streams that are there at the start
 * @param bounded whether to stop at the end that each stream has at the start
 * @param group the consumer group that shows how far was read
 * @param retention how long streams may get, or null to leave them alone
 */
public record EnumeratorOptions(
    Duration discoverEvery,
    StartPosition start,
    boolean bounded,
    String group,
    @Nullable RetentionOptions retention)
    implements Serializable {

  public static final Duration DEFAULT_DISCOVER_EVERY = Duration.ofMillis(200);

  public EnumeratorOptions {
    if (discoverEvery.toMillis() < 1) {
      throw new IllegalArgumentException(
          "discoverEvery must be at least 1 ms, not " + discoverEvery);
    }
  }
}
