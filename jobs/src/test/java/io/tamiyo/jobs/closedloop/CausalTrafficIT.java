package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.jobs.closedloop.CausalJournal.Sent;
import io.tamiyo.jobs.closedloop.CausalRows.Row;
import io.tamiyo.jobs.closedloop.OrderedStream.Arrival;
import io.tamiyo.jobs.controlplane.ControlPlaneJob;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.ordering.across.CausalModel;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * A job that is killed while it reads duplicated and reordered messages of several layers, which
 * depend on each other, lets each go once and after what it depends on, as {@link CausalModel} does
 * with what arrives at its causal order.
 */
class CausalTrafficIT {

  private static final int MESSAGES = Integer.getInteger("tamiyo.causal-messages", 3_000);

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @RandomSeeds
  void letsEachMessageGoOnceAndAfterWhatItDependsOn(long seed) throws Exception {
    CausalJournal journal = new CausalJournal(new Random(seed));
    CausalRows rows = new CausalRows(directory.resolve("rows"));
    ControlPlaneOptions options = patient();
    try (Jedis jedis = redis.client();
        LoopCluster cluster = new LoopCluster(directory);
        LoopHistory history =
            new LoopHistory(redis.url(), ClosedLoop.NAMES, CausalJournal.LAYERS)) {
      CausalJournal.LAYERS.forEach(
          layer -> jedis.hset(ClosedLoop.NAMES.layers(), layer, ClosedLoop.NAMES.inbound(layer)));
      LoopJob job =
          cluster.submit(
              environment -> {
                ControlPlaneJob.of(options).build(environment);
                rows.tap(environment);
              },
              "hashmap",
              2);
      journal.append(jedis, MESSAGES / 2);
      cluster.replaceTaskManager();
      Waiting.until("a restart", job::toString, () -> job.restarts() > 0);
      journal.append(jedis, MESSAGES / 2);
      CausalJournal.LAYERS.forEach(layer -> awaitLedger(layer, journal, history, job));
      job.stopWithSavepoint();

      List<Row> gone = rows.read();
      assertEachOnceAndAfterWhatItDependsOn(gone, journal);
      assertAsModelled(gone, journal, new CausalModel(options.across()), jedis);
    }
  }

  /** Waits as long for what is missing as this machine may stand still. */
  private static ControlPlaneOptions patient() {
    return ControlPlaneOptions.from(
        Map.of(
            "redis.url",
            redis.url(),
            "instance-id",
            ClosedLoop.NAMES.instanceId(),
            "ordering.timeout-ms",
            "600000",
            "across-layers.order",
            "CAUSAL",
            "across-layers.timeout",
            "600 s",
            "across-layers.max-pending",
            "100000"),
        Map.of());
  }

  private static void awaitLedger(
      String layer, CausalJournal journal, LoopHistory history, LoopJob job) {
    Waiting.until(
        "the ledger of " + layer + " has all of " + journal.entries(layer),
        () -> history + "; " + job,
        () -> isComplete(history.refresh().layer(layer).ledger(), layer, journal));
  }

  private static boolean isComplete(
      @Nullable LedgerReport ledger, String layer, CausalJournal journal) {
    return ledger != null
        && ledger.in() == journal.entries(layer)
        && ledger.held() == 0
        && ledger.out() == journal.messages(layer)
        && ledger.duplicates() == journal.entries(layer) - journal.messages(layer);
  }

  private static void assertEachOnceAndAfterWhatItDependsOn(List<Row> gone, CausalJournal journal) {
    Map<String, Sent> sent = new HashMap<>();
    journal.all().forEach(each -> sent.put(each.id(), each));
    Map<String, Long> sequences = new HashMap<>();
    Set<String> passed = new HashSet<>();
    for (Row row : gone) {
      Sent message = sent.get(row.ids());
      if (message != null) {
        assertThat(row.late()).as("%s is late", row).isFalse();
        assertThat(passed.containsAll(message.on()))
            .as("%s comes after all of %s", row, message.on())
            .isTrue();
        assertThat(passed.add(message.id())).as("%s comes once", row).isTrue();
        assertThat(sequences.merge(message.lane(), 1L, Long::sum)).isEqualTo(message.sequence());
      }
    }
    assertThat(passed).hasSize(journal.all().size());
  }

  /** What goes on is at each arrival what the model lets go. */
  private static void assertAsModelled(
      List<Row> gone, CausalJournal journal, CausalModel model, Jedis jedis) {
    Map<String, Deque<Arrival>> ordered = new HashMap<>();
    CausalJournal.LAYERS.forEach(
        layer -> ordered.put(layer, OrderedStream.of(layer, journal, jedis)));
    Deque<String> expected = new ArrayDeque<>();
    for (Row row : gone) {
      if (expected.isEmpty()) {
        Deque<Arrival> ofLayer = Objects.requireNonNull(ordered.get(row.layer()));
        expected.addAll(arrives(row, ofLayer, model));
      }
      assertThat(told(row)).isEqualTo(expected.poll());
    }
    assertThat(expected).isEmpty();
    assertThat(model.pending()).isZero();
  }

  private static List<String> arrives(Row row, Deque<Arrival> ordered, CausalModel model) {
    if (!row.inbound()) {
      return model.tick(0, told(row));
    }
    Arrival next = ordered.peek();
    if (next == null || !next.entryId().equals(row.entryId())) {
      return model.tick(row.time(), told(row));
    }
    Sent sent = ordered.remove().sent();
    return sent == null
        ? model.tick(row.time(), told(row))
        : model.arrive(row.time(), name(row), sent.lane(), List.of(sent.id()), sent.on(), false);
  }

  private static String told(Row row) {
    return row.ids().isEmpty() ? "time of " + name(row) : name(row);
  }

  private static String name(Row row) {
    return row.layer() + " " + row.entryId();
  }
}
