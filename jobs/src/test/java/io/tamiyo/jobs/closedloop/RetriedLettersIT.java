package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/** What was one too many is tried again by the job until it passes, and nobody is asked. */
class RetriedLettersIT {

  private static final String LAYER = "guest";
  private static final StreamNames NAMES = ClosedLoop.NAMES;
  private static final int SENT = 10;

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @Test
  void passesInTheEndAndEachAttemptIsInTheLedger() throws Exception {
    ControlPlaneOptions options =
        ControlPlaneOptions.from(
            Map.of(
                "redis.url", redis.url(),
                "instance-id", NAMES.instanceId(),
                "limits.producer.messages-per-second", "50",
                "limits.producer.burst", "5",
                "limits.excess", "DEAD_LETTER",
                "dead-letters.retry-after", "200 ms",
                "dead-letters.retries", "5"),
            Map.of());
    try (LoopCluster cluster = new LoopCluster(directory);
        LoopHistory guest = new LoopHistory(redis.url(), NAMES, List.of(LAYER));
        Jedis jedis = redis.client()) {
      jedis.hset(NAMES.layers(), LAYER, NAMES.inbound(LAYER));
      send(jedis);
      LoopJob job = cluster.submit(options, "hashmap", 2);

      Waiting.until(
          "all messages pass",
          () -> guest.refresh() + "; " + job,
          () -> hasAll(guest.refresh().layer(LAYER).ledger()));

      LedgerReport ledger = Objects.requireNonNull(guest.layer(LAYER).ledger(), "no ledger");
      assertThat(ledger.deadLetters()).isPositive();
      assertThat(ledger.duplicates()).isZero();
      assertThat(ledger.in()).isEqualTo(SENT + ledger.deadLetters());
      assertThat(jedis.xlen(NAMES.deadLetters())).isZero();
      assertThat(job.hasFailed()).as(job::toString).isFalse();
      job.cancel();
    }
  }

  private static boolean hasAll(@Nullable LedgerReport ledger) {
    return ledger != null && ledger.out() == SENT;
  }

  /** All within the same millisecond, so that more than the burst of a producer comes at once. */
  private static void send(Jedis jedis) {
    String now = jedis.time().get(0) + "000";
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      for (int sequence = 1; sequence <= SENT; sequence++) {
        EntryHeader place =
            new EntryHeader("Heartbeat", LAYER, "guest-1", 1, sequence, 1, null, null);
        Map<String, String> fields = new HashMap<>();
        writer
            .write(place, List.of(Fixtures.heartbeat(LAYER, Fixtures.millis(sequence))))
            .forEach((name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
        jedis.xadd(NAMES.inbound(LAYER), XAddParams.xAddParams().id(now + "-" + sequence), fields);
      }
    }
  }
}
