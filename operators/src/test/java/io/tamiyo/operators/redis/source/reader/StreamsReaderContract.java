package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tamiyo.operators.redis.Await;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.redis.source.BadEntryPolicy;
import io.tamiyo.operators.redis.source.GapPolicy;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.resps.StreamGroupInfo;

/** What a reader does against every server that the project supports. */
abstract class StreamsReaderContract {
  Jedis jedis = new Jedis();

  abstract RedisServer redis();

  /** The number of lost entries that is reported where a server of the newest kind counts them. */
  abstract long counted(long lost);

  @BeforeEach
  void connect() {
    jedis = redis().client();
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  void append(String stream, Object... values) {
    for (Object value : values) {
      jedis.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("v", String.valueOf(value)));
    }
  }

  void append(String stream, long ms, String value) {
    jedis.xadd(stream, new StreamEntryID(ms, 0), Map.of("v", value));
  }

  ReaderHarness open() {
    return ReaderHarness.open(redis().connections());
  }

  @Test
  void emitsEntriesInOrderWithTheirTimes() throws Exception {
    append("s", 5, "a");
    append("s", 7, "b");
    try (ReaderHarness reader = open().read("s")) {
      assertThat(reader.await(3)).containsExactly("a", "b", "CAUGHT UP s");
      assertThat(reader.timestamps()).containsExactly(5L, 7L, 7L);

      append("s", "c");

      assertThat(reader.await(4)).endsWith("c");
    }
  }

  @Test
  void catchesUpAtOnceWithAStreamThatIsMissingAndReadsItOnceItIsThere() throws Exception {
    try (ReaderHarness reader = open().read("s")) {
      assertThat(reader.await(1)).containsExactly("CAUGHT UP s");

      append("s", "a", "b");

      assertThat(reader.await(3)).containsExactly("CAUGHT UP s", "a", "b");
      assertThat(reader.metrics().count("gaps")).isZero();
    }
  }

  @Test
  void catchesUpAtTheEndThatTheStreamHadWhenTheReaderGotIt() throws Exception {
    try (Pipeline pipeline = jedis.pipelined()) {
      IntStream.range(0, 3_000)
          .forEach(i -> pipeline.xadd("s", StreamEntryID.NEW_ENTRY, Map.of("v", "" + i)));
    }
    try (ReaderHarness reader = open().read("s")) {
      assertThat(reader.await("CAUGHT UP s")).hasSizeGreaterThan(3_000);
      assertThat(reader.emitted().indexOf("CAUGHT UP s")).isEqualTo(3_000);
    }
  }

  @Test
  void readsEveryStreamHoweverManyLargeEntriesTheOthersHave() throws Exception {
    String large = "x".repeat(EntriesReply.MOST_BYTES / 2);
    for (String stream : List.of("a", "b")) {
      append(stream, large, large);
      append(stream, "end of " + stream);
    }
    try (ReaderHarness reader = open().read("a", "b")) {
      List<String> emitted = reader.await(8);
      assertThat(emitted.stream().filter(large::equals)).hasSize(4);
      assertThat(emitted).containsOnlyOnce("end of a", "end of b");
      assertThat(reader.metrics().count("gaps")).isZero();
    }
  }

  @Test
  void goesOnFromACheckpointAndCatchesUpAgain() throws Exception {
    append("s", "a", "b");
    List<StreamSplit> checkpoint;
    try (ReaderHarness reader = open().read("s", "empty")) {
      reader.await(4);
      checkpoint = reader.checkpoint(1);
    }
    append("s", "c");
    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await(3)).containsOnlyOnce("c", "CAUGHT UP s", "CAUGHT UP empty");
      assertThat(reader.emitted()).hasSize(3);
    }
  }

  @Test
  void reportsHowManyEntriesWereTrimmedWhileItWasAway() throws Exception {
    append("s", "a", "b");
    List<StreamSplit> checkpoint = readAndCheckpoint(3);
    append("s", "c", "d", "e", "f");
    jedis.xtrim("s", 1, false);

    try (ReaderHarness reader = open().restore(checkpoint)) {
      String gap = "GAP s TRIMMED " + counted(3);
      assertThat(reader.await("f")).containsSubsequence(gap, "f");
      assertThat(reader.metrics().count("gaps")).isEqualTo(1);
      assertThat(reader.metrics().count("lostEntries")).isEqualTo(Math.max(0, counted(3)));
      // The gap is part of the state: it is not reported again.
      checkpoint = reader.checkpoint(2);
    }
    append("s", "g");
    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await("g")).doesNotContain(gap(counted(3)));
    }
  }

  private static String gap(long lost) {
    return "GAP s TRIMMED " + lost;
  }

  List<StreamSplit> readAndCheckpoint(int records) throws Exception {
    try (ReaderHarness reader = open().read("s")) {
      reader.await(records);
      return reader.checkpoint(1);
    }
  }

  @Test
  void staysSilentWhereOnlyWhatWasReadIsTrimmed() throws Exception {
    append("s", "a", "b", "c");
    List<StreamSplit> checkpoint = readAndCheckpoint(4);
    jedis.xtrim("s", 0, false);

    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await(1)).containsExactly("CAUGHT UP s");
      append("s", "d");
      assertThat(reader.await(2)).endsWith("d");
      assertThat(reader.metrics().count("gaps")).isZero();
    }
  }

  @Test
  void reportsAStreamThatWasDeletedAndRecreatedAndReadsTheNewOne() throws Exception {
    append("s", "a", "b", "c");
    try (ReaderHarness reader = open().read("s")) {
      reader.await(4);
      jedis.del("s");
      Await.until(
          () -> {
            reader.poll();
            return reader.metrics().count("gaps") > 0;
          });

      append("s", "d");

      assertThat(reader.await("d")).contains("GAP s RECREATED -1").containsOnlyOnce("d");
      assertThat(reader.metrics().count("gaps")).isEqualTo(1);
    }
  }

  @Test
  void reportsAStreamWhoseIdsHaveGoneBackAndReadsItFromItsBeginning() throws Exception {
    append("s", 1_000, "a");
    List<StreamSplit> checkpoint = readAndCheckpoint(2);
    jedis.del("s");
    append("s", 10, "b");

    try (ReaderHarness reader = open().restore(checkpoint)) {
      assertThat(reader.await("b")).containsSubsequence("GAP s RECREATED -1", "b");
    }
  }

  @Test
  void goesOnAtTheNewestPositionThatAnOlderStateOfTheStreamHolds() throws Exception {
    append("s", 10, "a");
    try (ReaderHarness reader = open().read("s")) {
      reader.await("a");
      awaitLook(reader);
      append("s", 20, "b");
      reader.await("b");
      awaitLook(reader);
      try (Transaction rollback = jedis.multi()) {
        rollback.del("s");
        rollback.xadd("s", new StreamEntryID(10, 0), Map.of("v", "a"));
        rollback.xadd("s", new StreamEntryID(15, 0), Map.of("v", "c"));
        rollback.exec();
      }

      assertThat(reader.await("c"))
          .containsSubsequence("a", "b", "GAP s RECREATED -1", "c")
          .containsOnlyOnce("a");
    }
  }

  private void awaitLook(ReaderHarness reader) {
    int looks = looks();
    Await.until(
        () -> {
          reader.poll();
          return looks() > looks + 1;
        });
  }

  private int looks() {
    String calls =
        jedis
            .info("commandstats")
            .lines()
            .filter(it -> it.contains("xinfo"))
            .findFirst()
            .orElse("=0,");
    return Integer.parseInt(calls.substring(calls.indexOf("calls=") + 6, calls.indexOf(',')));
  }

  @Test
  void failsOnAGapWhereThePolicySaysSo() throws Exception {
    append("s", 1_000, "a");
    List<StreamSplit> checkpoint = readAndCheckpoint(2);
    jedis.del("s");

    try (ReaderHarness reader =
        ReaderHarness.open(redis().connections(), ReaderHarness.options(GapPolicy.FAIL))
            .restore(checkpoint)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> reader.await(1))
          .havingRootCause()
          .withMessageContaining("s was recreated or rolled back after 1000-0");
    }
  }

  @Test
  void goesToTheEndAfterAGapWhereThePolicySaysSo() throws Exception {
    append("s", 1_000, "a");
    List<StreamSplit> checkpoint = readAndCheckpoint(2);
    jedis.del("s");
    append("s", 10, "b");

    try (ReaderHarness reader =
        ReaderHarness.open(redis().connections(), ReaderHarness.options(GapPolicy.LATEST))
            .restore(checkpoint)) {
      reader.await("GAP s RECREATED -1");
      append("s", 20, "c");
      assertThat(reader.await("c")).doesNotContain("b");
    }
  }

  @Test
  void stopsAtTheEndOfABoundedSplit() throws Exception {
    append("s", 1, "a");
    append("s", 2, "b");
    append("s", 3, "c");
    try (ReaderHarness reader = open()) {
      reader.restore(
          List.of(
              new StreamSplit("s", ReadPosition.NEW, "", new StreamId(2, 0)),
              new StreamSplit("empty", ReadPosition.NEW, "", StreamId.ZERO)));
      reader.noMoreSplits();

      Await.until(() -> reader.poll() == InputStatus.END_OF_INPUT);

      assertThat(reader.emitted()).contains("a", "b").doesNotContain("c");
    }
  }

  @Test
  void endsABoundedSplitWhoseEndWasTrimmedAway() throws Exception {
    append("s", 1, "a");
    jedis.xtrim("s", 0, false);
    try (ReaderHarness reader = open()) {
      reader.restore(List.of(new StreamSplit("s", ReadPosition.NEW, "", new StreamId(1, 0))));
      reader.noMoreSplits();

      Await.until(() -> reader.poll() == InputStatus.END_OF_INPUT);
    }
  }

  @Test
  void publishesWhatWasCheckpointedAndCreatesTheGroup() throws Exception {
    append("s", "a", "b");
    try (ReaderHarness reader = open().read("s", "later")) {
      reader.await("b");
      List<StreamSplit> splits = reader.checkpoint(7);
      append("s", "c");
      reader.await("c");

      reader.complete(7);

      StreamId read =
          splits.stream()
              .filter(it -> it.stream().equals("s"))
              .findFirst()
              .orElseThrow()
              .position()
              .id();
      Await.until(() -> cursor("s").equals(read.toString()));
      Await.until(() -> cursor("later").equals("0-0"));
      reader.checkpoint(8);
      reader.complete(8);
      Await.until(() -> !cursor("s").equals(read.toString()));
      assertThat(reader.metrics().count("cursorFailures")).isZero();
    }
  }

  private String cursor(String stream) {
    if (!jedis.exists(stream)) {
      return "";
    }
    List<StreamGroupInfo> groups = jedis.xinfoGroups(stream);
    return groups.isEmpty() ? "" : groups.get(0).getLastDeliveredId().toString();
  }

  @Test
  void countsACursorThatCannotBePublishedAndReadsOn() throws Exception {
    append("s", "a");
    try (ReaderHarness reader = open().read("s")) {
      reader.await("a");
      reader.checkpoint(1);
      jedis.del("s");
      jedis.set("s", "no stream any more");

      reader.complete(1);

      Await.until(() -> reader.metrics().count("cursorFailures") == 1);
    }
  }

  @Test
  void failsWithTheNameOfAKeyThatIsNoStream() throws Exception {
    jedis.set("s", "text");
    try (ReaderHarness reader = open().read("s")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> reader.await(1))
          .havingCause()
          .havingCause()
          .havingCause()
          .withMessageContaining("reading s")
          .withMessageContaining("WRONGTYPE");
    }
  }

  @Test
  void goesOnWhereItWasWhenRedisComesBack() throws Exception {
    append("s", "a", "b");
    try (ReaderHarness reader = open().read("s")) {
      reader.await(3);
      redis().kill();
      reader.poll();
      redis().start();
      jedis = redis().client();

      append("s", "c");

      assertThat(reader.await("c")).containsOnlyOnce("a", "b", "c");
      assertThat(reader.metrics().count("gaps")).isEqualTo(redisForgets() ? 1 : 0);
    }
  }

  /** Whether this server starts empty. */
  boolean redisForgets() {
    return false;
  }

  @Test
  void takesANewStreamWithoutWaitingForTheBlockingReadToEnd() throws Exception {
    ReaderOptions patient =
        new ReaderOptions(
            Duration.ofSeconds(20), 1 << 20, 64, Duration.ofSeconds(60), GapPolicy.REPORT);
    append("t", "a");
    try (ReaderHarness reader = ReaderHarness.open(redis().connections(), patient)) {
      for (int i = 0; i < 20; i++) {
        reader.read("s" + i);
        reader.await("CAUGHT UP s" + i);
      }
      Await.until(() -> jedis.clientList().contains("cmd=xread"));
      long before = System.nanoTime();
      reader.read("t");
      reader.await("a");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void spreadsManyStreamsOverSeveralConnections() throws Exception {
    ReaderOptions three =
        new ReaderOptions(
            Duration.ofMillis(200), 1 << 20, 3, Duration.ofSeconds(60), GapPolicy.REPORT);
    String[] streams = IntStream.range(0, 8).mapToObj(i -> "s" + i).toArray(String[]::new);
    try (ReaderHarness reader = ReaderHarness.open(redis().connections(), three).read(streams)) {
      reader.await(8);
      for (String stream : streams) {
        append(stream, stream);
      }

      assertThat(reader.await(16)).contains(streams);
    }
  }

  @Test
  void treatsABadEntryAsThePolicySaysAndReadsItsNeighbours() throws Exception {
    append("s", "a");
    jedis.xadd("s", new StreamEntryID(Long.MAX_VALUE, 1), Map.of("w", "bad"));
    BadEntryPolicy<String> deadLetter =
        (entry, cause, out) -> out.collect("BAD " + entry.id() + " " + cause.getMessage());
    try (ReaderHarness reader = openWith(deadLetter).read("s")) {
      assertThat(reader.await(3))
          .containsExactly("a", "BAD " + Long.MAX_VALUE + "-1 no field v", "CAUGHT UP s");
      assertThat(reader.metrics().count("badEntries")).isEqualTo(1);
    }
    try (ReaderHarness reader = openWith(BadEntryPolicy.skip()).read("s")) {
      assertThat(reader.await(2)).containsExactly("a", "CAUGHT UP s");
    }
    try (ReaderHarness reader = openWith(BadEntryPolicy.fail()).read("s")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> reader.await(3))
          .havingCause()
          .withMessageContaining("entry " + Long.MAX_VALUE + "-1 of s cannot be read")
          .withMessageContaining("no field v");
    }
  }

  private ReaderHarness openWith(BadEntryPolicy<String> policy) {
    return ReaderHarness.open(
        redis().connections(), ReaderHarness.options(GapPolicy.REPORT), policy, null);
  }

  @Test
  void leavesNoConnectionBehind() throws Exception {
    try (ReaderHarness reader = open().read("s")) {
      reader.await(1);
      reader.checkpoint(1);
      reader.complete(1);
      Await.until(() -> jedis.clientList().lines().count() > 1);
    }
    Await.until(() -> jedis.clientList().lines().count() == 1);
  }
}
