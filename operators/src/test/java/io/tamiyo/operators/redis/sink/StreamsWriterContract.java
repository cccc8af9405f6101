package io.tamiyo.operators.redis.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.Await;
import io.tamiyo.operators.redis.RedisConnection;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** What the sink's writer does against every server that the project supports. */
abstract class StreamsWriterContract {
  Jedis jedis = new Jedis();

  abstract RedisServer redis();

  @BeforeEach
  void connect() {
    jedis = redis().client();
    jedis.configSet("maxmemory", "0");
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  WriterHarness open() {
    return new WriterHarness(redis().connections(), SinkOptions.DEFAULT);
  }

  List<String> values(String stream) {
    return jedis.xrange(stream, (StreamEntryID) null, (StreamEntryID) null).stream()
        .map(entry -> entry.getFields().get("v"))
        .toList();
  }

  @Test
  void appendsAtOnceAndNotOnlyAtACheckpoint() throws Exception {
    try (WriterHarness writer = open()) {
      writer.write("s=a");

      Await.until(() -> values("s").equals(List.of("a")));
    }
  }

  @Test
  void keepsTheOrderOfEachStreamAndFlushesEverything() throws Exception {
    try (WriterHarness writer = open()) {
      for (int i = 0; i < 5_000; i++) {
        writer.write("s" + i % 3 + "=" + i);
      }

      writer.flush();

      for (int stream = 0; stream < 3; stream++) {
        int rest = stream;
        assertThat(values("s" + stream))
            .isEqualTo(
                IntStream.range(0, 5_000)
                    .filter(i -> i % 3 == rest)
                    .mapToObj(String::valueOf)
                    .toList());
      }
      assertThat(writer.metrics().count("appended")).isEqualTo(5_000);
      assertThat(writer.metrics().value("queueDepth")).isEqualTo(0);
      assertThat((Long) writer.metrics().value("lastFlushMillis")).isNotNegative();
    }
  }

  @Test
  void losesNothingAndKeepsTheOrderWhenRedisIsKilledInBetween() throws Exception {
    try (WriterHarness writer =
        new WriterHarness(redis().connections(), new SinkOptions(500, 1 << 20, 50))) {
      Thread killer = new Thread(this::killAndRestart);
      for (int i = 0; i < 20_000; i++) {
        writer.write("s=" + i);
        if (i == 5_000) {
          killer.start();
        }
      }
      writer.flush();
      killer.join();
      jedis = redis().client();

      assertThat(firstOccurrences("s"))
          .isEqualTo(IntStream.range(0, 20_000).mapToObj(String::valueOf).toList());
      assertThat(writer.metrics().count("retries")).isPositive();
    }
  }

  private void killAndRestart() {
    redis().kill();
    redis().start();
  }

  private List<String> firstOccurrences(String stream) {
    return List.copyOf(new LinkedHashSet<>(values(stream)));
  }

  @Test
  void sendsAgainInOrderWhatRedisRefusedForTheMoment() throws Exception {
    try (WriterHarness writer = open()) {
      writer.write("s=0");
      writer.flush();
      jedis.configSet("maxmemory", "1");
      for (int i = 1; i <= 50; i++) {
        writer.write("s=" + i);
      }
      Await.until(() -> writer.metrics().count("retries") > 2);
      assertThat(values("s")).containsExactly("0");

      jedis.configSet("maxmemory", "0");
      writer.flush();

      assertThat(values("s"))
          .isEqualTo(IntStream.rangeClosed(0, 50).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void appendsElsewhereWhatAStreamCanNotTakeAndTheRestWhereItBelongs() throws Exception {
    jedis.set("side", "no stream");
    try (WriterHarness writer = open()) {
      for (int i = 0; i < 20; i++) {
        writer.write((i % 2 == 0 ? "side=" : "s=") + i);
      }
      writer.flush();
      assertThat(values("s")).hasSize(10).startsWith("1").endsWith("19");
      assertThat(values("refused")).hasSize(10).startsWith("0").endsWith("18");
      assertThat(writer.metrics().count("refused")).isEqualTo(10);
      assertThat(writer.metrics().value("queueDepth")).isEqualTo(0);
      assertThat(writer.mails()).isEmpty();
    }
  }

  @Test
  void failsTheTaskWithTheStreamThatIsNone() throws Exception {
    jedis.set("text", "");
    try (WriterHarness writer = open()) {
      writer.write("text=a");
      writer.write("text=b");

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(writer::flush)
          .withMessageContaining("appending to text")
          .withMessageContaining("WRONGTYPE");
      Await.until(() -> writer.mails().size() == 1);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> writer.mails().get(0).run())
          .withMessageContaining("appending to text");
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> writer.write("text=c"));
    }
  }

  @Test
  void closesWhileRedisIsAway() throws Exception {
    try (WriterHarness writer = open()) {
      writer.write("s=a");
      writer.flush();
      redis().kill();
      writer.write("s=b");
      Await.until(() -> writer.metrics().count("retries") > 0);
    }
    redis().start();
  }

  @Test
  void leavesNothingButABeginningBehindWhenItIsClosedAmidWriting() throws Exception {
    for (int round = 0; round < 50; round++) {
      String stream = "s" + round;
      try (WriterHarness writer = open()) {
        for (int i = 0; i < 400; i++) {
          writer.write(stream + "=" + i);
        }
      }
      List<String> written = values(stream);
      assertThat(written)
          .isEqualTo(IntStream.range(0, written.size()).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void trimsOnTheWayWhereAnEntrySaysSo() throws Exception {
    Map<String, byte[]> fields = Map.of("v", new byte[0]);
    try (RedisConnection connection = redis().connections().open()) {
      for (int i = 0; i < 500; i++) {
        new StreamAppend("byLength", fields, StreamTrim.maxLength(100)).sendTo(connection);
        connection.receive();
      }
      assertThat(jedis.xlen("byLength")).isBetween(100L, 250L);
      for (int i = 1; i <= 500; i++) {
        jedis.xadd("byTime", new StreamEntryID(i, 0), Map.of("v", ""));
      }
      new StreamAppend("byTime", fields, StreamTrim.since(400)).sendTo(connection);
      connection.receive();
      assertThat(jedis.xlen("byTime")).isBetween(101L, 250L);
    }
  }

  @Test
  void refusesEntriesThatRedisWouldRefuse() {
    Map<String, byte[]> fields = Map.of("v", new byte[0]);
    assertThatIllegalArgumentException().isThrownBy(() -> StreamAppend.of("", fields));
    assertThatIllegalArgumentException().isThrownBy(() -> StreamAppend.of("s", Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> StreamTrim.maxLength(-1));
  }
}
