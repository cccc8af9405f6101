package io.tamiyo.operators.redis.source;

import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.source.enumerator.EnumeratorOptions;
import io.tamiyo.operators.redis.source.enumerator.RetentionOptions;
import io.tamiyo.operators.redis.source.enumerator.StreamPatterns;
import io.tamiyo.operators.redis.source.reader.IdleOptions;
import io.tamiyo.operators.redis.source.reader.ReaderFactory;
import io.tamiyo.operators.redis.source.reader.ReaderOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a source: what has a default need not be said. */
public final class RedisStreamsSourceBuilder<T> {
  /** The consumer group that shows the cursor, where none is named. */
  public static final String DEFAULT_GROUP = "tamiyo";

  private final RedisConnectionOptions redis;
  private final EntryDeserializer<T> deserializer;
  private final List<String> streams = new ArrayList<>();
  private StreamDirectory directory = StreamDirectory.none();
  private StartPosition start = StartPosition.earliest();
  private boolean bounded;
  private Duration discoverEvery = EnumeratorOptions.DEFAULT_DISCOVER_EVERY;
  private ReaderOptions reading = ReaderOptions.DEFAULT;
  private BadEntryPolicy<T> badEntries = BadEntryPolicy.fail();
  private String group = DEFAULT_GROUP;
  private @Nullable RetentionOptions retention;
  private final List<Chore> chores = new ArrayList<>();
  private @Nullable IdleOptions idle;
  private @Nullable ForgetOptions forgetting;

  RedisStreamsSourceBuilder(RedisConnectionOptions redis, EntryDeserializer<T> deserializer) {
    this.redis = redis;
    this.deserializer = deserializer;
  }

  /** Adds exact names and glob patterns. */
  public RedisStreamsSourceBuilder<T> streams(String... namesAndGlobs) {
    streams.addAll(List.of(namesAndGlobs));
    return this;
  }

  /** Adds the streams that a directory announces, which are read before they exist. */
  public RedisStreamsSourceBuilder<T> announcedBy(StreamDirectory announcing) {
    directory = announcing;
    return this;
  }

  /** Where to start without a checkpoint; earliest by default. */
  public RedisStreamsSourceBuilder<T> startAt(StartPosition position) {
    start = position;
    return this;
  }

  /** Stops at the end that each stream has at the start, for replay. */
  public RedisStreamsSourceBuilder<T> bounded() {
    bounded = true;
    return this;
  }

  /** How often to look for new streams; 200 ms by default. */
  public RedisStreamsSourceBuilder<T> discoverEvery(Duration interval) {
    discoverEvery = interval;
    return this;
  }

  /** How to read; see {@link ReaderOptions#DEFAULT}. */
  public RedisStreamsSourceBuilder<T> reading(ReaderOptions options) {
    reading = options;
    return this;
  }

  /** Where to go on after a gap; as {@link GapPolicy#REPORT} by default. */
  public RedisStreamsSourceBuilder<T> gapPolicy(GapPolicy policy) {
    reading = reading.withGapPolicy(policy);
    return this;
  }

  /** What to do with an entry that cannot be read; by default the job fails. */
  public RedisStreamsSourceBuilder<T> badEntries(BadEntryPolicy<T> policy) {
    badEntries = policy;
    return this;
  }

  /** The consumer group that shows how far was read; {@value #DEFAULT_GROUP} by default. */
  public RedisStreamsSourceBuilder<T> group(String name) {
    group = name;
    return this;
  }

  /** Trims the streams; by default they are left alone. */
  public RedisStreamsSourceBuilder<T> retention(RetentionOptions options) {
    retention = options;
    return this;
  }

  /** Does something else beside reading, at one place of the whole job; by default nothing. */
  public RedisStreamsSourceBuilder<T> doing(List<Chore> more) {
    chores.addAll(more);
    return this;
  }

  /** Appends an entry for each layer that was silent; by default none. */
  public RedisStreamsSourceBuilder<T> idleEntries(
      Duration silentFor, IdleEntry entry, LayerDirectory layers) {
    idle = new IdleOptions(silentFor, entry, layers);
    return this;
  }

  /** Forgets layers that have gone, of those that get idle entries; by default none. */
  public RedisStreamsSourceBuilder<T> forgetting(ForgetOptions options) {
    forgetting = options;
    return this;
  }

  /**
   * Builds the source.
   *
   * @throws IllegalArgumentException if no stream is named, or options contradict each other
   */
  public RedisStreamsSource<T> build() {
    if (bounded && idle != null) {
      throw new IllegalArgumentException(
          "bounded and idleEntries contradict each other: a replay ends, time does not");
    }
    if (forgetting != null && idle == null) {
      throw new IllegalArgumentException(
          "forgetting needs idleEntries: without them a silent layer's time stands still");
    }
    RedisConnections connections = new RedisConnections(redis);
    return new RedisStreamsSource<>(
        new ReaderFactory<>(connections, reading, deserializer, badEntries, group, ticking()),
        StreamPatterns.of(streams).with(directory),
        new EnumeratorOptions(discoverEvery, start, bounded, group, retention, chores));
  }

  private @Nullable IdleOptions ticking() {
    return idle == null || forgetting == null ? idle : idle.withForgetting(forgetting);
  }
}
