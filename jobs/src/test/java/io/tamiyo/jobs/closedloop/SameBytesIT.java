package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.streams.Installed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * What a job reads while it controls a host that trains, under duplicated, reordered, lost and
 * malformed messages, is written down as each layer got it: telemetry, requests, acknowledgements,
 * and the commands that it read back. A job that reads this journal, at any parallelism, writes
 * what the first one wrote.
 */
class SameBytesIT {

  private static final StreamNames NAMES = ClosedLoop.NAMES;
  private static final List<String> LAYERS = SimulatedHost.LAYERS;

  /** What must have been written of a layer, by stream and writer, or nothing was compared. */
  private static final List<String> WRITTEN =
      List.of(
          "control.layer.%1$s %1$s tamiyo",
          "alert %1$s tamiyo/order",
          "alert %1$s tamiyo/detect",
          "deadletter %1$s tamiyo/ingest",
          "ledger %1$s tamiyo/track",
          "telemetry.aggregated %1$s tamiyo/aggregate",
          "routed.all %1$s tamiyo/detect",
          "audit %1$s tamiyo/audit plan",
          "audit %1$s tamiyo/audit command",
          "audit %1$s tamiyo/audit acknowledgement",
          "audit %1$s tamiyo/audit transition",
          "audit %1$s tamiyo/audit story",
          "audit %1$s tamiyo/audit gap tamiyo/order");

  private static final int CHANGES = 15;

  /** More than five times the window of the order, since five producers send it. */
  private static final int NOISE = 700;

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  /** What a job has read and written. */
  private record Run(
      long epoch,
      Map<String, List<Installed.Entry>> journals,
      SortedMap<String, List<String>> output) {}

  @RandomSeeds(dear = true)
  void writesTheSameAtEachParallelismAsWhenItWasRecorded(long seed) throws Exception {
    JournaledJob jobs = new JournaledJob(options());
    try (Jedis jedis = redis.client();
        Installed installed = new Installed(redis.connections().open(), NAMES);
        LoopCluster cluster = new LoopCluster(directory)) {
      LayerJournals journals = new LayerJournals(installed);
      WrittenStreams streams = new WrittenStreams(installed);
      registerLayers(jedis);
      LoopJob live = cluster.submit(jobs::writing, "hashmap", 1);
      journals.awaitLeading(live);
      control(live, jedis, seed, streams);
      long epoch = Long.parseLong(jedis.hget(NAMES.jobEpoch(), "epoch"));
      Run recorded = new Run(epoch, journals.read(), streams.read());
      for (int parallelism : List.of(1, 4, 2)) {
        jedis.flushAll();
        LoopJob job =
            cluster.submit(
                environment -> jobs.reading(environment, LAYERS, recorded.epoch()),
                "hashmap",
                parallelism);
        journals.tickUntilLeading(job);
        journals.append(recorded.journals(), job);
        job.stopWithSavepoint();
        assertThat(job.hasFailed()).as(job::toString).isFalse();
        assertSame(recorded.output(), streams.read(), parallelism);
      }
    }
  }

  /** So that the job gives them ticks, and leads before there is anything to read. */
  private static void registerLayers(Jedis jedis) {
    LAYERS.forEach(layer -> jedis.hset(NAMES.layers(), layer, NAMES.inbound(layer)));
  }

  /** Has a job control a host under noise, and stops it in the midst of that. */
  private void control(LoopJob job, Jedis jedis, long seed, WrittenStreams streams)
      throws Exception {
    for (String layer : LAYERS) {
      NoisyJournal noise = new NoisyJournal(layer, seed + layer.hashCode(), false);
      noise.appendNoisily(jedis, NOISE);
      noise.lose();
      noise.appendNoisily(jedis, NOISE);
    }
    try (ClosedLoop loop = new ClosedLoop(redis, directory, seed)) {
      loop.awaitProgress(CHANGES, job::toString);
      LAYERS.forEach(layer -> ask(loop, layer));
      loop.awaitProgress(CHANGES, job::toString);
      Waiting.until(
          "something of each kind is written",
          () -> job + "; written " + streams.read().keySet(),
          () -> streams.read().keySet().containsAll(expected()));
      job.stopWithSavepoint();
      assertThat(job.hasFailed()).as(job::toString).isFalse();
    }
  }

  private static void ask(ClosedLoop loop, String layer) {
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      loop.append(
          NAMES.inbound(layer),
          writer.write(
              Places.of("TransitionRequest", layer, 1),
              List.of(
                  Fixtures.request(layer, SeedState.GERMINATED)
                      .batchSize(2)
                      .id("request-" + layer)
                      .build())));
    }
  }

  private static List<String> expected() {
    return WRITTEN.stream()
        .flatMap(
            writer ->
                LAYERS.stream()
                    .map(layer -> NAMES.instanceId() + ".kasmina." + writer.formatted(layer)))
        .toList();
  }

  /** Writer by writer, so that a failure shows one of them. */
  private static void assertSame(
      SortedMap<String, List<String>> expected,
      SortedMap<String, List<String>> found,
      int parallelism) {
    assertThat(found.keySet()).as("at %d", parallelism).isEqualTo(expected.keySet());
    found.forEach(
        (writer, entries) ->
            assertThat(entries)
                .as("%s at parallelism %d", writer, parallelism)
                .isEqualTo(expected.get(writer)));
  }

  private static ControlPlaneOptions options() {
    return ClosedLoop.options(
        redis.url(),
        Map.of(
            "aggregation.window",
            "500 ms",
            "audit.topic",
            "true",
            "retention.side-entries",
            Integer.toString(JournalEntries.ALL),
            "routing.rules",
            "to=all"));
  }
}
