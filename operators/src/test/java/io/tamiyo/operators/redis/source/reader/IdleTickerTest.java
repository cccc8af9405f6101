package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.Await;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.redis.sink.StreamAppend;
import io.tamiyo.operators.redis.source.BadEntryPolicy;
import io.tamiyo.operators.redis.source.FarewellEntry;
import io.tamiyo.operators.redis.source.ForgetOptions;
import io.tamiyo.operators.redis.source.GapPolicy;
import io.tamiyo.operators.redis.source.IdleEntry;
import io.tamiyo.operators.redis.source.LayerDirectory;
import io.tamiyo.operators.redis.source.LayerRegistry;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

class IdleTickerTest {
  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  private static final Duration SILENCE = Duration.ofMillis(50);
  private static final LayerRegistry REGISTRY = new LayerRegistry("tamiyo.layers", "layer");

  private Jedis jedis = new Jedis();

  @BeforeEach
  void connect() {
    jedis = redis.client();
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  private static final class Tick implements IdleEntry, FarewellEntry {
    private static final long serialVersionUID = 1L;

    @Override
    public byte @Nullable [] layerOf(StreamEntry entry) {
      return entry.fields().get("layer");
    }

    @Override
    public boolean isSignOfLife(StreamEntry entry) {
      return !text(entry).startsWith("tick");
    }

    private static String text(StreamEntry entry) {
      return new String(Objects.requireNonNull(entry.fields().get("v")), StandardCharsets.UTF_8);
    }

    @Override
    public StreamAppend farewell(String layer, String stream) {
      return StreamAppend.of(
          stream,
          Map.of(
              "layer",
              layer.getBytes(StandardCharsets.UTF_8),
              "v",
              ("farewell " + layer).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public StreamAppend entry(String layer, String stream) {
      if (layer.isBlank()) {
        throw new IllegalArgumentException("no name of a layer: \"" + layer + "\"");
      }
      byte[] name = layer.getBytes(StandardCharsets.UTF_8);
      return StreamAppend.of(
          stream, Map.of("layer", name, "v", ("tick " + layer).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private ReaderHarness open() {
    return ReaderHarness.open(
        redis.connections(),
        ReaderHarness.options(GapPolicy.REPORT),
        BadEntryPolicy.fail(),
        new IdleOptions(SILENCE, new Tick(), LayerDirectory.inHash("tamiyo.layers")));
  }

  private static ReaderHarness openForgetting(ForgetOptions forgetting) {
    return ReaderHarness.open(
        redis.connections(),
        ReaderHarness.options(GapPolicy.REPORT),
        BadEntryPolicy.fail(),
        new IdleOptions(SILENCE, new Tick(), LayerDirectory.inHash("tamiyo.layers"))
            .withForgetting(forgetting));
  }

  private static long ticks(List<String> emitted, String layer) {
    return emitted.stream().filter(("tick " + layer)::equals).count();
  }

  @Test
  void appendsEntriesForEachSilentLayerOfItsOwnStreams() throws Exception {
    jedis.hset("tamiyo.layers", Map.of("a", "in.shard", "b", "in.shard", "c", "in.elsewhere"));
    try (ReaderHarness reader = open().read("in.shard")) {
      Await.until(
          () -> {
            reader.poll();
            return ticks(reader.emitted(), "a") >= 3 && ticks(reader.emitted(), "b") >= 3;
          });
      assertThat(ticks(reader.emitted(), "c")).isZero();
      assertThat(jedis.exists("in.elsewhere")).isFalse();
      // The reader may have an entry before the ticker has the reply to its XADD.
      Await.until(() -> reader.metrics().count("ticks") >= 6);
    }
  }

  @Test
  void spacesTicksByTheSilence() throws Exception {
    jedis.hset("tamiyo.layers", "a", "in.a");
    try (ReaderHarness reader = open().read("in.a")) {
      Await.until(
          () -> {
            reader.poll();
            return ticks(reader.emitted(), "a") >= 5;
          });
    }
    var entries = jedis.xrange("in.a", (StreamEntryID) null, (StreamEntryID) null);
    for (int i = 1; i < entries.size(); i++) {
      assertThat(entries.get(i).getID().getTime() - entries.get(i - 1).getID().getTime())
          .isGreaterThanOrEqualTo(SILENCE.toMillis() - 2);
    }
  }

  @Test
  void findsALayerThatComesLater() throws Exception {
    try (ReaderHarness reader = open().read("in.a")) {
      reader.await(1);
      jedis.hset("tamiyo.layers", "a", "in.a");

      reader.await("tick a");
    }
  }

  @Test
  void goesOnWhenRedisComesBack() throws Exception {
    jedis.hset("tamiyo.layers", "a", "in.a");
    try (ReaderHarness reader = open().read("in.a")) {
      reader.await("tick a");
      redis.kill();
      reader.poll();
      redis.start();
      jedis = redis.client();
      jedis.hset("tamiyo.layers", "a", "in.a");
      long before = ticks(reader.emitted(), "a");

      Await.until(
          () -> {
            reader.poll();
            return ticks(reader.emitted(), "a") > before + 1;
          });
    }
  }

  @Test
  void goesOnForTheOthersWhereALayersEntryCanNotBeWritten() throws Exception {
    jedis.hset("tamiyo.layers", Map.of(" ", "in.a", "a", "in.a"));
    try (ReaderHarness reader = open().read("in.a")) {
      Await.until(
          () -> {
            reader.poll();
            return ticks(reader.emitted(), "a") >= 3;
          });
    }
  }

  @Test
  void takesLeaveOfALayerThatHasGoneAndGreetsItWhenItComesBack() throws Exception {
    jedis.hset("tamiyo.layers", Map.of("a", "in.a", "b", "in.a"));
    try (ReaderHarness reader =
        openForgetting(new ForgetOptions(Duration.ofMillis(60), new Tick(), REGISTRY))
            .read("in.a")) {
      reader.await("farewell a");
      assertThat(jedis.hexists("tamiyo.layers", "a")).isFalse();
      reader.await("farewell b");
      long before = ticks(reader.emitted(), "a");

      jedis.hset("tamiyo.layers", "a", "in.a");

      Await.until(
          () -> {
            reader.poll();
            return ticks(reader.emitted(), "a") > before;
          });
      List<String> afterFarewell =
          reader.emitted().subList(reader.emitted().indexOf("farewell b"), reader.emitted().size());
      assertThat(ticks(afterFarewell, "b")).as("nothing follows a farewell").isZero();
    }
  }

  @Test
  void keepsALayerThatSpeaks() throws Exception {
    jedis.hset("tamiyo.layers", "a", "in.a");
    try (ReaderHarness reader =
        openForgetting(new ForgetOptions(Duration.ofDays(1), new Tick(), REGISTRY)).read("in.a")) {
      jedis.xadd("in.a", StreamEntryID.NEW_ENTRY, Map.of("layer", "a", "v", "word"));
      jedis.xadd("in.a", StreamEntryID.NEW_ENTRY, Map.of("v", "word of nobody"));
      reader.await("word of nobody");
      reader.await("tick a");
      assertThat(jedis.hexists("tamiyo.layers", "a")).isTrue();
    }
  }

  @Test
  void refusesASilenceOfNoLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new IdleOptions(Duration.ZERO, new Tick(), LayerDirectory.inHash("layers")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ForgetOptions(Duration.ZERO, new Tick(), REGISTRY))
        .withMessageContaining("after");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> openForgetting(new ForgetOptions(SILENCE, new Tick(), REGISTRY)))
        .withMessageContaining("silent");
  }
}
