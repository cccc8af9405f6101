package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamGroupInfo;

/**
 * A job that is killed while it reads duplicated, reordered and malformed messages hands on each
 * distinct valid one once and in order. {@code -Dtamiyo.messages=N} says how many there are.
 */
class NoisyTrafficIT {

  private static final int MESSAGES = Integer.getInteger("tamiyo.messages", 60_000);
  private static final int COMPARED = 6_000;
  private static final int PARTS = 3;
  private static final int QUIET = 20;
  private static final Set<String> LAYERS = Set.of("a", "b", "c", "d");

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @RandomSeeds
  void handsOnEachDistinctValidMessageOnceAndInOrder(long seed) throws Exception {
    try (Jedis jedis = redis.client();
        LoopCluster cluster = new LoopCluster(directory);
        LoopHistory history = new LoopHistory(redis.url(), ClosedLoop.NAMES, List.copyOf(LAYERS))) {
      List<NoisyJournal> journals = journals(seed, false);
      OrderedRows rows = new OrderedRows(directory.resolve("rows"));
      LoopJob job = cluster.submit(patient(), "hashmap", 2, rows);
      journals.forEach(journal -> journal.appendQuietly(jedis, QUIET));
      awaitRead(jedis, journals, job);
      long baseline = job.stateBytes();
      for (int part = 0; part < PARTS; part++) {
        journals.forEach(journal -> journal.appendNoisily(jedis, MESSAGES / LAYERS.size() / PARTS));
        if (part < PARTS - 1) {
          job.awaitRunning();
          cluster.replaceTaskManager();
          int killed = part + 1;
          Waiting.until("restart " + killed, job::toString, () -> job.restarts() >= killed);
        }
      }
      awaitRead(jedis, journals, job);
      assertLedger(history, journals, job);
      assertThat(job.stateBytes()).as("bytes of state").isLessThanOrEqualTo(baseline * 102 / 100);
      assertThat(job.restarts()).isGreaterThanOrEqualTo(PARTS - 1);
      job.stopWithSavepoint();
      assertRows(rows.read(), journals);
    }
  }

  @RandomSeeds
  void handsOnTheSameBytesAtEachParallelism(long seed) throws Exception {
    try (LoopCluster cluster = new LoopCluster(directory)) {
      Map<Integer, String> outputs = new TreeMap<>();
      for (int parallelism : List.of(1, 4, 2)) {
        outputs.put(parallelism, output(cluster, seed, parallelism));
      }
      assertThat(outputs.get(4)).isEqualTo(outputs.get(1)).isNotEmpty();
      assertThat(outputs.get(2)).isEqualTo(outputs.get(1));
    }
  }

  /**
   * Waits as long for what is missing as this machine may stand still while it is written, and
   * leaves a million messages in Redis until they are read.
   */
  private static ControlPlaneOptions patient() {
    return ControlPlaneOptions.from(
        Map.of(
            "redis.url",
            redis.url(),
            "instance-id",
            ClosedLoop.NAMES.instanceId(),
            "ordering.timeout-ms",
            "60000",
            "retention.max-bytes",
            "16 gb"),
        Map.of());
  }

  private String output(LoopCluster cluster, long seed, int parallelism) throws Exception {
    try (Jedis jedis = redis.client()) {
      jedis.flushAll();
      List<NoisyJournal> journals = journals(seed, true);
      journals.forEach(journal -> journal.appendQuietly(jedis, QUIET));
      journals.forEach(journal -> journal.appendNoisily(jedis, COMPARED / LAYERS.size()));
      OrderedRows rows = new OrderedRows(directory.resolve("rows-" + parallelism));
      LoopJob job = cluster.submit(ClosedLoop.options(redis.url()), "hashmap", parallelism, rows);
      awaitRead(jedis, journals, job);
      job.stopWithSavepoint();
      return new TreeMap<>(rows.read()) + "\n" + deadLetters(jedis);
    }
  }

  /** By their place: layers at different subtasks write beside each other. */
  private static String deadLetters(Jedis jedis) {
    return jedis.xrange(ClosedLoop.NAMES.deadLetters(), "-", "+").stream()
        .map(entry -> new TreeMap<>(entry.getFields()).toString())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static List<NoisyJournal> journals(long seed, boolean areHistory) {
    return LAYERS.stream()
        .sorted()
        .map(layer -> new NoisyJournal(layer, seed + layer.hashCode(), areHistory))
        .toList();
  }

  private static void awaitRead(Jedis jedis, List<NoisyJournal> journals, LoopJob job) {
    for (NoisyJournal journal : journals) {
      StreamEntryID before = new StreamEntryID();
      StreamEntryID last =
          jedis.xinfoStream(ClosedLoop.NAMES.inbound(journal.layer())).getLastGeneratedId();
      for (StreamEntryID at = before; at.compareTo(last) < 0; ) {
        StreamEntryID seen = at;
        Waiting.until(
            "layer " + journal.layer() + " is read on from " + seen,
            job::toString,
            () -> cursor(jedis, journal).compareTo(seen) > 0);
        at = cursor(jedis, journal);
      }
    }
  }

  /** How far a checkpoint says that the stream was read. */
  private static StreamEntryID cursor(Jedis jedis, NoisyJournal journal) {
    List<StreamGroupInfo> groups = jedis.xinfoGroups(ClosedLoop.NAMES.inbound(journal.layer()));
    return groups.isEmpty() ? new StreamEntryID() : groups.get(0).getLastDeliveredId();
  }

  private static void assertLedger(LoopHistory history, List<NoisyJournal> journals, LoopJob job) {
    for (NoisyJournal journal : journals) {
      Waiting.until(
          "the ledger of " + journal.layer() + " has all of " + journal.entries(),
          () -> history + "; " + job,
          () -> isComplete(ledger(history, journal), journal));
      LedgerReport ledger = Objects.requireNonNull(ledger(history, journal));
      assertThat(ledger.duplicates()).as("duplicates").isEqualTo(journal.duplicates());
      assertThat(ledger.deadLetters()).as("dead letters").isEqualTo(journal.malformed());
      assertThat(ledger.expired() + ledger.held()).as("expired and held").isZero();
      assertThat(ledger.out())
          .as("out")
          .isEqualTo(journal.entries() - journal.duplicates() - journal.malformed());
    }
  }

  private static @Nullable LedgerReport ledger(LoopHistory history, NoisyJournal journal) {
    return history.refresh().layer(journal.layer()).ledger();
  }

  private static boolean isComplete(@Nullable LedgerReport ledger, NoisyJournal journal) {
    return ledger != null && ledger.in() == journal.entries() && ledger.held() == 0;
  }

  private static void assertRows(
      Map<String, List<OrderedRows.Row>> rows, List<NoisyJournal> journals) {
    for (NoisyJournal journal : journals) {
      List<OrderedRows.Row> ofLayer = rows.getOrDefault(journal.layer(), List.of());
      assertThat(ofLayer).noneMatch(OrderedRows.Row::late);
      assertThat(ofLayer.stream().map(OrderedRows.Row::ordinal).distinct().count())
          .as("ordinals")
          .isEqualTo(ofLayer.size());
      Map<String, List<Long>> sequences = new HashMap<>();
      for (OrderedRows.Row row : ofLayer) {
        sequences.computeIfAbsent(row.producer(), any -> new ArrayList<>()).add(row.sequence());
      }
      assertThat(sequences).as("layer %s", journal.layer()).isEqualTo(journal.valid());
    }
  }
}
