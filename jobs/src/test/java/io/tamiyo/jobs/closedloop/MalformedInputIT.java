package io.tamiyo.jobs.closedloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.terminal.Terminal;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Malformed input among good neighbours, in a job that controls a host all the while. */
class MalformedInputIT {

  private static final String LAYER = "guest";

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final Map<String, MalformedEntry> appended = new LinkedHashMap<>();
  private long sequence;
  private long sent;
  private long bad;

  @RandomSeeds
  void everyMalformedEntryIsADeadLetterAndItsNeighboursPass(long seed) throws Exception {
    try (ClosedLoop loop = new ClosedLoop(redis, directory, seed);
        LoopCluster cluster = new LoopCluster(directory);
        LoopHistory guest = new LoopHistory(redis.url(), ClosedLoop.NAMES, List.of(LAYER))) {
      LoopJob job = cluster.submit(ClosedLoop.options(redis.url()), "hashmap", 2);
      loop.awaitProgress(3, job::toString);
      try (Jedis jedis = redis.client()) {
        jedis.hset(ClosedLoop.NAMES.layers(), LAYER, inbound());
      }
      List<MalformedEntry> entries = new ArrayList<>(MalformedEntry.of(LAYER));
      Collections.shuffle(entries, new Random(seed));
      neighbour(loop);
      for (MalformedEntry entry : entries) {
        append(loop, entry);
        neighbour(loop);
      }

      Waiting.until(
          "a dead letter of each malformed entry",
          () -> missing(guest) + "; " + job,
          () -> missing(guest.refresh()).isEmpty());
      Waiting.until(
          "the ledger has all " + sent + " messages",
          () -> guest.refresh() + "; " + job,
          () -> isSettled(guest.refresh().layer(LAYER).ledger()));
      loop.awaitProgress(3, job::toString);
      loop.end(job::toString);

      assertThat(guest.refresh().deadLetters()).allSatisfy(this::isAsExpected);
      assertThat(guest.deadLetters()).hasSize(appended.size());
      LedgerReport ledger = Objects.requireNonNull(guest.layer(LAYER).ledger(), "no ledger");
      assertThat(ledger.deadLetters()).isEqualTo(bad);
      assertThat(ledger.out()).isEqualTo(sent - bad);
      assertThat(loop.violations()).isEmpty();
      assertThat(job.hasFailed()).as(job::toString).isFalse();
      failsAgainWhenItIsReplayed(guest, job);
      job.cancel();
    }
  }

  /**
   * Nothing has changed since, so that each letter is one again, of the one message that failed.
   */
  private void failsAgainWhenItIsReplayed(LoopHistory guest, LoopJob job) {
    List<String> before = guest.deadLetters().stream().map(DeadLetter::entryId).toList();
    Terminal terminal = new Terminal(directory, redis.url());
    String instance = "--instance-id=" + ClosedLoop.NAMES.instanceId();
    assertThat(terminal.run("dlq", "replay", "--cause=unknown_type", instance))
        .as(terminal.err())
        .isZero();
    Waiting.until(
        "the replayed letters are letters again",
        () -> guest.refresh() + "; " + job,
        () -> guest.refresh().deadLetters().size() == before.size() + 2);
    assertThat(guest.deadLetters())
        .filteredOn(letter -> !before.contains(letter.entryId()))
        .allSatisfy(
            letter -> {
              assertThat(letter.fields()).containsKeys("replay_of", "replay_attempt");
              assertThat(letter.count()).isOne();
            })
        .extracting(DeadLetter::ordinal)
        .containsExactlyInAnyOrder(0, 1);
  }

  private boolean isSettled(@Nullable LedgerReport ledger) {
    return ledger != null && ledger.in() >= sent && ledger.held() == 0;
  }

  private void isAsExpected(DeadLetter letter) {
    MalformedEntry entry =
        Objects.requireNonNull(appended.get(letter.entryId()), () -> "not appended: " + letter);
    assertThat(letter.reason())
        .as("%s: %s", entry.name(), letter.detail())
        .isEqualTo(entry.reason().name().toLowerCase(Locale.ROOT));
    assertThat(letter.stream()).isEqualTo(inbound());
    assertThat(letter.ordinal()).as(entry.name()).isEqualTo(entry.ordinal());
    assertThat(letter.layerId()).as(entry.name()).isEqualTo(entry.counted() ? LAYER : null);
  }

  private List<String> missing(LoopHistory guest) {
    List<String> found = guest.deadLetters().stream().map(DeadLetter::entryId).toList();
    return appended.entrySet().stream()
        .filter(entry -> !found.contains(entry.getKey()))
        .map(entry -> entry.getValue().name())
        .toList();
  }

  private void append(ClosedLoop loop, MalformedEntry entry) {
    Map<String, byte[]> fields = new HashMap<>(entry.fields());
    if (entry.place()) {
      fields.put(EntryFields.PRODUCER, "guest-1".getBytes(UTF_8));
      fields.put(EntryFields.PRODUCER_EPOCH, "1".getBytes(UTF_8));
      fields.put(EntryFields.SEQUENCE, Long.toString(++sequence).getBytes(UTF_8));
    }
    appended.put(loop.append(inbound(), fields), entry);
    if (entry.counted()) {
      sent += entry.ordinal() == 1 ? 3 : 1;
      bad++;
    }
  }

  private void neighbour(ClosedLoop loop) {
    sequence++;
    sent++;
    EntryHeader place = new EntryHeader("Heartbeat", LAYER, "guest-1", 1, sequence, 1, null, null);
    loop.append(
        inbound(),
        writer.write(place, List.of(Fixtures.heartbeat(LAYER, Fixtures.millis(sequence)))));
  }

  private static String inbound() {
    return ClosedLoop.NAMES.inbound(LAYER);
  }
}
