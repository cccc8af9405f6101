package io.tamiyo.host.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.host.redis.TestingRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

class ControlLogReaderTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final List<ControlLogReader> readers = new ArrayList<>();
  private final Queue<String> read = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeAll() {
    readers.forEach(ControlLogReader::close);
  }

  private ControlLogReader start(Map<String, String> positions, LogHandler handler) {
    ControlLogReader reader = new ControlLogReader("reader", redis.endpoint(), positions, handler);
    readers.add(reader);
    reader.start();
    return reader;
  }

  private void note(String stream, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      byte[] value = Objects.requireNonNull(entry.fields().get("n"));
      read.add(stream + "=" + new String(value, StandardCharsets.UTF_8));
    }
  }

  private static StreamEntryID append(String stream, int number) {
    try (Jedis jedis = redis.client()) {
      return jedis.xadd(stream, (StreamEntryID) null, Map.of("n", Integer.toString(number)));
    }
  }

  @Test
  void readsOnAfterThePositionOfEachLog() {
    append("a", 1);
    StreamEntryID settled = append("a", 2);
    append("a", 3);
    append("b", 1);

    start(Map.of("a", settled.toString(), "b", "0-0"), this::note);
    Await.until("both are read", SOON, () -> read.size() == 2);
    append("a", 4);
    Await.until("the new one is read", SOON, () -> read.size() == 3);

    assertThat(read).containsExactlyInAnyOrder("a=3", "b=1", "a=4").endsWith("a=4");
  }

  @Test
  void followsMoreLogsThanOneCallMayName() {
    Map<String, String> positions = new LinkedHashMap<>();
    for (int log = 0; log < 130; log++) {
      positions.put("log-" + log, "0-0");
      append("log-" + log, 1);
    }

    start(positions, this::note);
    Await.until("all are read", SOON, () -> read.size() == 130);
    append("log-129", 2);
    append("log-0", 2);
    Await.until("the new ones are read", SOON, () -> read.size() == 132);

    assertThat(read).contains("log-129=2", "log-0=2");
    assertThat(LogGroup.divide(positions)).hasSize(3);
  }

  @Test
  void goesOnWhereItWasWhenRedisComesBack() {
    append("a", 0);
    start(Map.of("a", "0-0"), this::note);
    for (int outage = 1; outage <= 3; outage++) {
      int expected = outage;
      Await.until("it follows", SOON, () -> read.size() == expected);
      redis.kill();
      redis.start();
      append("a", outage);
    }
    Await.until("it follows", SOON, () -> read.size() == 4);

    assertThat(read).containsExactly("a=0", "a=1", "a=2", "a=3");
  }

  @Test
  void endsAtOnceWhileItWaitsForEntriesOrForRedis() {
    ControlLogReader waiting = start(Map.of("a", "0-0"), this::note);
    append("a", 1);
    Await.until("it waits for more", SOON, () -> read.size() == 1);

    long start = System.nanoTime();
    waiting.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));

    ControlLogReader away = start(Map.of("a", "0-0"), this::note);
    redis.kill();
    start = System.nanoTime();
    away.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void doesNotPassOverWhatItsHandlerCouldNotSettle() {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    try {
      append("a", 1);
      start(
          Map.of("a", "0-0"),
          (stream, entries) -> {
            throw new IllegalStateException("no space");
          });
      Await.until("the thread ends by it", SOON, () -> failure.get() != null);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(failure.get()).hasMessage("no space");
    start(Map.of("a", "0-0"), this::note);
    Await.until("the next one reads it", SOON, () -> read.size() == 1);
  }

  @Test
  void takesFewEntriesAtATimeWhenTheyAreLarge() {
    String large = "x".repeat(1024 * 1024);
    try (Jedis jedis = redis.client()) {
      for (int entry = 0; entry < 24; entry++) {
        jedis.xadd("a", (StreamEntryID) null, Map.of("n", large));
      }
    }
    Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

    start(Map.of("a", "0-0"), (stream, entries) -> sizes.add(entries.size()));

    Await.until("all are read", SOON, () -> sizes.stream().mapToInt(Integer::intValue).sum() == 24);
    assertThat(sizes).allMatch(size -> size <= 8);
  }

  @Test
  void readsAgainWhatCannotBeReadWhileItsClaimCheckIsAway() {
    append("a", 1);
    AtomicInteger attempts = new AtomicInteger();
    start(
        Map.of("a", "0-0"),
        (stream, entries) -> {
          if (attempts.incrementAndGet() < 3) {
            throw new ClaimCheckOutage("loading", new IllegalStateException());
          }
          note(stream, entries);
        });

    Await.until("it is read", SOON, () -> read.size() == 1);
    append("a", 2);
    Await.until("it goes on", SOON, () -> read.size() == 2);

    assertThat(read).containsExactly("a=1", "a=2");
  }
}
