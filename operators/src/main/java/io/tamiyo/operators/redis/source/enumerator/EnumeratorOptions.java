package io.tamiyo.operators.redis.source.enumerator;

import io.tamiyo.operators.redis.source.Chore;
import io.tamiyo.operators.redis.source.StartPosition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How streams are found and kept short.
 *
 * @param discoverEvery how often to look for new streams
 * @param start where to start in the streams that are there at the start
 * @param bounded whether to stop at the end that each stream has at the start
 * @param group the consumer group that shows how far was read
 * @param retention how long streams may get, or null to leave them alone
 * @param chores what else is done beside reading
 */
public record EnumeratorOptions(
    Duration discoverEvery,
    StartPosition start,
    boolean bounded,
    String group,
    @Nullable RetentionOptions retention,
    List<Chore> chores)
    implements Serializable {

  public static final Duration DEFAULT_DISCOVER_EVERY = Duration.ofMillis(200);

  public EnumeratorOptions {
    if (discoverEvery.toMillis() < 1) {
      throw new IllegalArgumentException(
          "discoverEvery must be at least 1 ms, not " + discoverEvery);
    }
    chores = List.copyOf(chores);
  }

  /** Without chores. */
  public EnumeratorOptions(
      Duration discoverEvery,
      StartPosition start,
      boolean bounded,
      String group,
      @Nullable RetentionOptions retention) {
    this(discoverEvery, start, bounded, group, retention, List.of());
  }
}
