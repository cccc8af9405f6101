package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.ReportBuilder;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamGroupInfo;

/**
 * A thousand small reports a second of four layers, archived and replayed; prints what a message
 * takes in the archive and how fast the replay is. {@code -Dtamiyo.archived-minutes=60} for an hour
 * of them.
 */
class ArchivedTrafficIT {

  private static final Duration ARCHIVED =
      Duration.ofMinutes(Integer.getInteger("tamiyo.archived-minutes", 1));

  private static final long START_MS = 1_700_000_000_000L;
  private static final List<String> LAYERS = List.of("a", "b", "c", "d");
  private static final int SEEDS = 8;
  private static final int AT_ONCE = 5_000;

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());

  @Test
  void keepsEachMessageAndReplaysIt() throws Exception {
    try (LoopCluster cluster = new LoopCluster(directory);
        Jedis jedis = redis.client()) {
      jedis.flushAll();
      long messages = append(jedis, new Random(1));
      LoopJob job = cluster.submit(options(), "hashmap", 1);
      LAYERS.forEach(layer -> awaitRead(jedis, layer, job));
      job.stopWithSavepoint();

      long start = System.nanoTime();
      Terminal terminal = new Terminal(directory, redis.url());
      assertThat(
              terminal.run(
                  "replay",
                  "--archive=" + archive(),
                  "--instance-id=" + ClosedLoop.NAMES.instanceId(),
                  "--from=" + Instant.ofEpochMilli(START_MS),
                  "--to=" + Instant.ofEpochMilli(START_MS + ARCHIVED.toMillis()),
                  "--into=what-if"))
          .as(terminal.err())
          .isZero();
      double seconds = (System.nanoTime() - start) / 1e9;

      StreamNames side = new StreamNames("what-if");
      assertThat(LAYERS.stream().mapToLong(layer -> jedis.xlen(side.inbound(layer))).sum())
          .isEqualTo(messages);
      long bytes = archivedBytes();
      System.out.println(
          String.format(
              Locale.ROOT,
              "ArchivedTrafficIT: %,d messages, %.1f bytes a message in the archive,"
                  + " %.1f GB a day at 1,000/s; replayed at %.0f times real time",
              messages,
              (double) bytes / messages,
              (double) bytes / messages * 86_400_000 / 1e9,
              ARCHIVED.toSeconds() / seconds));
    }
  }

  private Path archive() {
    return directory.resolve("archive");
  }

  private ControlPlaneOptions options() {
    return ControlPlaneOptions.from(
        Map.of(
            "redis.url",
            redis.url(),
            "instance-id",
            ClosedLoop.NAMES.instanceId(),
            "archive.path",
            archive().toString(),
            "archive.max-age",
            "1000000 h",
            "retention.max-bytes",
            "16 gb"),
        Map.of());
  }

  /** Appends all of it, since nothing of the past can be appended behind the ticks of a job. */
  private long append(Jedis jedis, Random random) {
    long sequence = 0;
    for (long at = 0; at < ARCHIVED.toMillis(); ) {
      try (Pipeline pipeline = jedis.pipelined()) {
        for (int i = 0; i < AT_ONCE && at < ARCHIVED.toMillis(); i++, at += LAYERS.size()) {
          sequence++;
          for (int layer = 0; layer < LAYERS.size(); layer++) {
            pipeline.sendCommand(
                Protocol.Command.XADD, arguments(LAYERS.get(layer), sequence, at + layer, random));
          }
        }
      }
    }
    for (String layer : LAYERS) {
      jedis.hset(ClosedLoop.NAMES.layers(), layer, ClosedLoop.NAMES.inbound(layer));
    }
    return sequence * LAYERS.size();
  }

  private byte[][] arguments(String layer, long sequence, long at, Random random) {
    ReportBuilder report =
        Fixtures.report(layer).seeds(SEEDS).at(Duration.ofMillis(START_MS + at)).id("r" + sequence);
    for (int seedId = 0; seedId < SEEDS; seedId++) {
      report.metric(seedId, "loss", random.nextFloat());
      report.metric(seedId, "accuracy", random.nextFloat());
      report.metric(seedId, "compute_time_ms", random.nextFloat());
    }
    EntryHeader place =
        new EntryHeader("LayerHealthReport", layer, "host-1", 1, sequence, 1, null, null);
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(ClosedLoop.NAMES.inbound(layer).getBytes(UTF_8));
    arguments.add((START_MS + at + "-0").getBytes(UTF_8));
    writer
        .write(place, List.of(report.build()))
        .forEach(
            (name, value) -> {
              arguments.add(name.getBytes(UTF_8));
              arguments.add(value);
            });
    return arguments.toArray(new byte[0][]);
  }

  private static void awaitRead(Jedis jedis, String layer, LoopJob job) {
    String stream = ClosedLoop.NAMES.inbound(layer);
    StreamEntryID last = new StreamEntryID(START_MS + ARCHIVED.toMillis() - LAYERS.size(), 0);
    for (StreamEntryID at = new StreamEntryID(); at.compareTo(last) < 0; ) {
      StreamEntryID seen = at;
      Waiting.until(
          stream + " is read on from " + seen,
          job::toString,
          () -> cursor(jedis, stream).compareTo(seen) > 0);
      at = cursor(jedis, stream);
    }
  }

  private static StreamEntryID cursor(Jedis jedis, String stream) {
    return jedis.xinfoGroups(stream).stream()
        .findFirst()
        .map(StreamGroupInfo::getLastDeliveredId)
        .orElseGet(StreamEntryID::new);
  }

  private long archivedBytes() throws IOException {
    try (Stream<Path> files = Files.walk(archive())) {
      return files
          .filter(file -> file.toString().endsWith(".journal"))
          .mapToLong(ArchivedTrafficIT::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
