package io.tamiyo.operators.redis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.Chore;
import io.tamiyo.operators.redis.source.StartPosition;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** What the enumerator does against every server that the project supports. */
abstract class StreamsEnumeratorContract {
  Jedis jedis = new Jedis();
  private final TestingEnumeratorContext context = new TestingEnumeratorContext(2);

  abstract RedisServer redis();

  /** A count of entries, where the server keeps one. */
  abstract long counted(long entries);

  @BeforeEach
  void connect() {
    jedis = redis().client();
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  private void append(String stream, long... ids) {
    for (long id : ids) {
      jedis.xadd(stream, new StreamEntryID(id, 0), Map.of("v", "x".repeat(100)));
    }
  }

  private static EnumeratorOptions options(StartPosition start, boolean bounded) {
    return new EnumeratorOptions(Duration.ofMillis(50), start, bounded, "tamiyo", null);
  }

  private StreamsEnumerator open(EnumeratorOptions options, EnumeratorState state) {
    return open(redis().connections(), options, state);
  }

  private StreamsEnumerator open(
      RedisConnections connections, EnumeratorOptions options, EnumeratorState state) {
    StreamPatterns patterns = StreamPatterns.of(List.of("in.*", "control.*", "exact"));
    StreamsEnumerator enumerator =
        new StreamsEnumerator(context, connections, patterns, options, state);
    enumerator.start();
    return enumerator;
  }

  private void register(StreamsEnumerator enumerator, int reader, StreamSplit... restored) {
    context.register(reader, List.of(restored));
    enumerator.addReader(reader);
  }

  private Map<String, ReadPosition> positions() {
    Map<String, ReadPosition> positions = new TreeMap<>();
    for (int reader = 0; reader < 2; reader++) {
      for (StreamSplit split : context.assignedTo(reader)) {
        assertThat(reader).isEqualTo(SplitOwners.readerOf(split.stream(), 2));
        assertThat(positions.put(split.stream(), split.position())).as(split.stream()).isNull();
      }
    }
    return positions;
  }

  @Test
  void findsTheStreamsOfEveryPatternAndNothingElse() throws Exception {
    append("in.1", 1);
    append("in.2", 1);
    append("control.1", 1);
    append("other", 1);
    jedis.set("in.text", "no stream");
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), false), START)) {
      register(enumerator, 0);
      register(enumerator, 1);

      context.round();
      context.round();

      assertThat(positions()).containsOnlyKeys("in.1", "in.2", "control.1", "exact");
    }
  }

  private static final EnumeratorState START = EnumeratorState.EMPTY;

  @Test
  void findsThousandsOfStreamsAmongOtherKeys() throws Exception {
    for (int i = 0; i < 2_500; i++) {
      append("in." + i, 1);
    }
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), false), START)) {
      register(enumerator, 0);
      register(enumerator, 1);
      context.round();

      assertThat(positions()).hasSize(2_501);
    }
  }

  @Test
  void readsAStreamThatAppearsLaterFromItsBeginningWhereverItStartedItself() throws Exception {
    append("in.1", 7);
    try (StreamsEnumerator enumerator = open(options(StartPosition.latest(), false), START)) {
      register(enumerator, 0);
      register(enumerator, 1);
      context.round();
      append("in.2", 8);
      context.round();

      assertThat(positions())
          .containsEntry("in.1", new ReadPosition(new StreamId(7, 0), counted(1), true))
          .containsEntry("in.2", ReadPosition.NEW);
    }
  }

  @Test
  void readsAStreamThatIsAnnouncedBeforeItExists() throws Exception {
    StreamPatterns patterns =
        StreamPatterns.of(List.of("in.*")).with(open -> Set.of("announced", "in.1"));
    append("in.1", 7);
    try (StreamsEnumerator enumerator =
        new StreamsEnumerator(
            context,
            redis().connections(),
            patterns,
            options(StartPosition.earliest(), false),
            START)) {
      enumerator.start();
      register(enumerator, 0);
      register(enumerator, 1);

      context.round();
      context.round();

      assertThat(positions())
          .containsOnlyKeys("announced", "in.1")
          .containsEntry("announced", ReadPosition.NEW);
    }
  }

  @Test
  void startsWhereItIsTold() throws Exception {
    append("in.1", 5, 6, 7);
    jedis.xtrim("in.1", 2, false);

    assertThat(startOf("in.1", StartPosition.earliest()))
        .isEqualTo(new ReadPosition(StreamId.ZERO, counted(1), false));
    assertThat(startOf("in.1", StartPosition.timestamp(6)))
        .isEqualTo(ReadPosition.after(new StreamId(5, Long.MAX_VALUE)));
    assertThat(startOf("in.1", StartPosition.after(Map.of("in.1", "6-0"))))
        .isEqualTo(ReadPosition.after(new StreamId(6, 0)));
    assertThat(startOf("in.1", StartPosition.after(Map.of())))
        .isEqualTo(new ReadPosition(StreamId.ZERO, counted(1), false));
    assertThat(startOf("exact", StartPosition.earliest())).isEqualTo(ReadPosition.NEW);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartPosition.after(Map.of("in.1", "yesterday")));
  }

  private @Nullable ReadPosition startOf(String stream, StartPosition start) throws Exception {
    TestingEnumeratorContext alone = new TestingEnumeratorContext(1);
    alone.register(0, List.of());
    try (StreamsEnumerator enumerator =
        new StreamsEnumerator(
            alone,
            redis().connections(),
            StreamPatterns.of(List.of(stream)),
            options(start, false),
            START)) {
      enumerator.start();
      enumerator.addReader(0);
      alone.round();
      return alone.assignedTo(0).get(0).position();
    }
  }

  @Test
  void endsABoundedReadAtTheEndThatStreamsHadAtTheStart() throws Exception {
    append("in.1", 5, 6);
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), true), START)) {
      register(enumerator, 0);
      context.round();
      append("in.2", 1);
      register(enumerator, 1);
      context.round();

      assertThat(positions()).containsOnlyKeys("in.1", "exact");
      List<StreamSplit> splits = context.assignedTo(SplitOwners.readerOf("in.1", 2));
      assertThat(splits).extracting(StreamSplit::stopAt).contains(new StreamId(6, 0));
      assertThat(context.toldOfTheEnd()).containsExactly(0, 1);
    }
  }

  @Test
  void keepsSplitsForReadersThatAreNotThereAndRemembersThem() throws Exception {
    append("in.1", 1);
    EnumeratorState state;
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), false), START)) {
      context.round();
      state = enumerator.snapshotState(1);
      assertThat(state.started()).isTrue();
      assertThat(state.waiting()).hasSize(2);
    }
    context.stopRounds();
    try (StreamsEnumerator enumerator = open(options(StartPosition.latest(), false), state)) {
      enumerator.handleSplitRequest(0, null);
      register(enumerator, 0);
      register(enumerator, 1);
      context.round();

      assertThat(positions()).containsOnlyKeys("in.1", "exact");
    }
  }

  @Test
  void givesRestoredSplitsToTheReadersTheyBelongTo() throws Exception {
    StreamSplit one = StreamSplit.unbounded("in.1", ReadPosition.after(new StreamId(5, 0)));
    StreamSplit two = StreamSplit.unbounded("in.2", ReadPosition.after(new StreamId(6, 0)));
    EnumeratorState state = new EnumeratorState(true, Set.of("in.1", "in.2", "exact"), List.of());
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), false), state)) {
      register(enumerator, 0, one, two);
      register(enumerator, 1);
      append("in.1", 1);
      context.round();

      assertThat(positions()).isEqualTo(Map.of("in.1", one.position(), "in.2", two.position()));
    }
  }

  @Test
  void givesAFailedReadersSplitsToItsSuccessor() throws Exception {
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), false), START)) {
      int owner = SplitOwners.readerOf("exact", 2);
      register(enumerator, owner);
      context.round();
      List<StreamSplit> lost = List.copyOf(context.assignedTo(owner));
      context.unregister(owner);
      enumerator.addSplitsBack(lost, owner);
      assertThat(context.assignedTo(owner)).hasSize(1);

      register(enumerator, owner);

      assertThat(context.assignedTo(owner)).hasSize(2);
    }
  }

  @Test
  void looksAgainWhenRedisComesBack() throws Exception {
    try (StreamsEnumerator enumerator = open(options(StartPosition.earliest(), false), START)) {
      register(enumerator, 0);
      register(enumerator, 1);
      redis().kill();
      context.round();
      assertThat(positions()).isEmpty();
      redis().start();
      context.round();

      assertThat(positions()).containsOnlyKeys("exact");
    }
  }

  @Test
  void failsTheJobWithWhatToDoWhereTheLoginIsRefused() throws Exception {
    RedisConnections wrong =
        new RedisConnections(
            RedisConnectionOptions.of("redis://nobody:pw@127.0.0.1:" + redis().port()));
    try (StreamsEnumerator enumerator =
        open(wrong, options(StartPosition.earliest(), false), START)) {
      register(enumerator, 0);
      assertThatExceptionOfType(FlinkRuntimeException.class)
          .isThrownBy(context::round)
          .withMessageContaining("refuses the password")
          .withMessageContaining("redis://USER:PASSWORD@HOST:PORT");
    }
  }

  @Test
  void trimsWhatIsOldOnceItWasReadAndCountsIt() throws Exception {
    append("in.1", LongStream.rangeClosed(1, 1_000).toArray());
    RetentionOptions retention =
        new RetentionOptions(Duration.ofMinutes(1), 0.5, 1 << 30, 1.5, Duration.ofMillis(50));
    try (StreamsEnumerator enumerator = open(trimming(retention), START)) {
      register(enumerator, 0);
      register(enumerator, 1);
      context.round();
      assertThat(jedis.xlen("in.1")).as("nothing was read").isEqualTo(1_000);

      jedis.xgroupCreate("in.1", "someone", new StreamEntryID(1_000, 0), false);
      jedis.xgroupCreate("in.1", "tamiyo", new StreamEntryID(500, 0), false);
      context.round();

      assertThat(jedis.xlen("in.1")).isBetween(500L, 700L);
      assertThat(context.metrics().count("trimmedEntries")).isEqualTo(1_000 - jedis.xlen("in.1"));
      assertThat(context.metrics().count("forcedTrims")).isZero();
    }
  }

  @Test
  void keepsShortWhatItDoesNotRead() throws Exception {
    long now = System.currentTimeMillis();
    append("letters", LongStream.rangeClosed(1, 1_000).toArray());
    append("letters", LongStream.rangeClosed(now - 100, now).toArray());
    RetentionOptions retention =
        new RetentionOptions(Duration.ofMinutes(1), 0.5, 1 << 30, 1.5, Duration.ofMillis(50))
            .with(new StreamBound("letters", Duration.ofHours(1), 1 << 30))
            .with(new StreamBound("missing", Duration.ofHours(1), 1 << 30));
    try (StreamsEnumerator enumerator = open(trimming(retention), START)) {
      register(enumerator, 0);
      context.round();

      assertThat(jedis.xlen("letters")).isBetween(101L, 300L);
      assertThat(context.metrics().count("retentionFailures")).isZero();
    }
  }

  private static EnumeratorOptions trimming(RetentionOptions retention) {
    return new EnumeratorOptions(
        Duration.ofMillis(50), StartPosition.earliest(), false, "tamiyo", retention);
  }

  @Test
  void trimsUnreadEntriesOnlyWhereMemoryForcesIt() throws Exception {
    long now = System.currentTimeMillis();
    append("in.1", LongStream.rangeClosed(now - 2_000, now).toArray());
    long bytes = jedis.memoryUsage("in.1");
    RetentionOptions retention =
        new RetentionOptions(Duration.ofMinutes(10), 0.5, bytes / 2, 1.5, Duration.ofMillis(50));
    try (StreamsEnumerator enumerator = open(trimming(retention), START)) {
      register(enumerator, 0);
      register(enumerator, 1);
      context.round();
      context.round();

      assertThat(jedis.memoryUsage("in.1")).isLessThan((long) (bytes * 0.8));
      assertThat(context.metrics().count("forcedTrims")).isPositive();
    }
  }

  @Test
  void countsARoundOfTrimmingThatFailed() throws Exception {
    try (StreamsEnumerator enumerator = open(trimming(RetentionOptions.DEFAULT), START)) {
      register(enumerator, 0);
      context.round();
      jedis.del("exact");
      jedis.set("exact", "no stream");
      context.round();

      assertThat(context.metrics().count("retentionFailures")).isEqualTo(1);
    }
  }

  @Test
  void trimsTheOthersWhereOneOfTheStreamsCanNotBeTrimmed() throws Exception {
    append("in.1", LongStream.rangeClosed(1, 1_000).toArray());
    try (StreamsEnumerator enumerator = open(trimming(RetentionOptions.DEFAULT), START)) {
      register(enumerator, 0);
      register(enumerator, 1);
      context.round();
      jedis.xgroupCreate("in.1", "tamiyo", new StreamEntryID(500, 0), false);
      jedis.del("exact");
      jedis.set("exact", "no stream");

      context.round();

      assertThat(jedis.xlen("in.1")).isBetween(500L, 700L);
      assertThat(context.metrics().count("retentionFailures")).isEqualTo(1);
    }
  }

  @Test
  void doesAChoreRoundByRoundAndCountsWhatItDidAndWhatFailed() throws Exception {
    TestingChore chore = new TestingChore();
    EnumeratorOptions options =
        new EnumeratorOptions(
            Duration.ofMillis(50), StartPosition.earliest(), false, "tamiyo", null, List.of(chore));
    try (StreamsEnumerator enumerator = open(options, START)) {
      register(enumerator, 0);
      context.round();
      chore.failing = true;
      context.round();
      context.round();
      assertThat(context.metrics().count("done")).isEqualTo(2);
      assertThat(context.metrics().count("choreFailures")).isEqualTo(2);
      chore.failing = false;
      context.round();
      assertThat(context.metrics().count("done")).isEqualTo(4);
    }
    assertThat(chore.closed).isTrue();
  }

  /** Does two things a round, unless it fails. */
  private static final class TestingChore implements Chore, Chore.Worker {

    private static final long serialVersionUID = 1;

    private boolean failing;
    private boolean closed;

    @Override
    public String name() {
      return "a chore";
    }

    @Override
    public String metricName() {
      return "chore";
    }

    @Override
    public Duration every() {
      return Duration.ZERO;
    }

    @Override
    public Worker open(RedisConnections connections, String jobId) {
      return this;
    }

    @Override
    public Map<String, Long> run() throws IOException {
      if (failing) {
        throw new IOException("as the test says");
      }
      return Map.of("done", 2L);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void refusesASourceWithoutStreams() {
    assertThatIllegalArgumentException().isThrownBy(() -> StreamPatterns.of(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EnumeratorOptions(
                    Duration.ZERO, StartPosition.earliest(), false, "tamiyo", null));
  }
}
