package io.tamiyo.operators.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimCheckOutage;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.redis.PatientCalls;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class WireCodecTest {

  private static final Duration NO_PATIENCE = Duration.ZERO;
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension
  static final RedisServer redis =
      RedisServer.embedded().setting("appendonly", "yes").setting("appendfsync", "always");

  private final StreamNames names = StreamNames.unnamed();

  @Test
  void writesWhatItReads() throws Exception {
    LayerHealthReport report = Fixtures.report("enc.1").seeds(3).build();
    try (EntryCodec codec =
        WireCodec.factory(RedisConnectionOptions.of(redis.url()), names).open()) {
      Map<String, byte[]> fields =
          codec.write(Fixtures.entry("LayerHealthReport", "enc.1", 4), List.of(report));
      assertThat(codec.header(fields).sequence()).isEqualTo(4);
      assertThat(codec.read(fields)).containsExactly(new Decoded.Good(report));
    }
  }

  @Test
  void keepsAPayloadInRedisForAWhile() throws Exception {
    try (RedisClaimChecks checks = checks(LONG_PATIENCE);
        Jedis client = redis.client()) {
      checks.put("one", new byte[] {1, 2, 3});
      assertThat(checks.get("one", 3))
          .hasValueSatisfying(payload -> assertThat(payload).containsExactly(1, 2, 3));
      assertThat(client.pttl(names.claimCheck("one"))).isBetween(1L, 3_600_000L);
      assertThat(checks.get("two", 3)).isEmpty();
    }
  }

  @Test
  void givesThePayloadThatAnEntryOnlyNamesForAnArchive() throws Exception {
    LayerHealthReport report = Fixtures.report("enc.1").seeds(3).build();
    Map<String, byte[]> claimed = claimedEntry(report);
    try (EntryCodec codec = codec(LONG_PATIENCE);
        Jedis client = redis.client()) {
      Map<String, byte[]> whole =
          codec.write(Fixtures.entry("LayerHealthReport", "enc.1", 1), List.of(report));
      assertThat(codec.claimed(claimed))
          .hasValueSatisfying(
              payload -> assertThat(payload).isEqualTo(whole.get(EntryFields.DATA)));
      assertThat(codec.claimed(whole)).isEmpty();
      client.flushAll();
      assertThat(codec.claimed(claimed)).isEmpty();
    }
  }

  @Test
  void givesThePayloadThatAPythonEntryOnlyNamesForAnArchive() throws Exception {
    String envelope =
        "{\"message_type\": \"TelemetryBatch\", \"messages\": [], \"batch_size\": 1,"
            + " \"metadata\": {\"claim_check_id\": \"one\"}}";
    Map<String, byte[]> claimed = Map.of("data", envelope.getBytes(StandardCharsets.UTF_8));
    try (RedisClaimChecks checks = checks(LONG_PATIENCE);
        EntryCodec codec = codec(LONG_PATIENCE)) {
      checks.put("one", new byte[] {7});
      assertThat(codec.claimed(claimed))
          .hasValueSatisfying(payload -> assertThat(payload).containsExactly(7));
    }
  }

  @Test
  void refusesAPayloadAboveItsBoundBeforeItIsRead() throws Exception {
    try (RedisClaimChecks checks = checks(LONG_PATIENCE)) {
      checks.put("one", new byte[100]);
      assertThatThrownBy(() -> checks.get("one", 99))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("100 bytes");
    }
  }

  @Test
  void tellsAKeyThatHoldsSomethingElseFromARedisThatIsAway() throws Exception {
    try (RedisClaimChecks checks = checks(NO_PATIENCE);
        Jedis client = redis.client()) {
      client.lpush(names.claimCheck("list"), "x");
      assertThatThrownBy(() -> checks.get("list", 9)).isInstanceOf(IOException.class);

      redis.kill();

      assertThatThrownBy(() -> checks.get("list", 9))
          .isInstanceOf(ClaimCheckOutage.class)
          .hasMessageContaining("127.0.0.1:" + redis.port())
          .hasMessageContaining(names.claimCheck("list"));
      assertThatThrownBy(() -> checks.put("one", new byte[1])).isInstanceOf(IOException.class);
    }
  }

  @Test
  void takesARefusedLoginForAnOutageSinceThePayloadMayBeThere() throws Exception {
    try (RedisClaimChecks checks = checks(Duration.ofDays(1));
        Jedis client = redis.client()) {
      client.aclSetUser("default", "on", ">secret", "allkeys", "allcommands");
      try {
        assertThatThrownBy(() -> checks.get("one", 9))
            .isInstanceOf(ClaimCheckOutage.class)
            .hasMessageContaining("password");
      } finally {
        client.aclSetUser("default", "on", "nopass", "allkeys", "allcommands");
      }
    }
  }

  @Test
  void readsAPayloadOnAConnectionThatBrokeMeanwhile() throws Exception {
    try (RedisClaimChecks checks = checks(LONG_PATIENCE)) {
      checks.put("one", new byte[] {7});
      redis.kill();
      redis.start();
      assertThat(checks.get("one", 9))
          .hasValueSatisfying(payload -> assertThat(payload).containsExactly(7));
    }
  }

  @Test
  void waitsForARedisThatIsAwayAndReadsWhatItHasWhenItIsBack() throws Exception {
    LayerHealthReport report = Fixtures.report("enc.1").seeds(3).build();
    Map<String, byte[]> claimed = claimedEntry(report);
    redis.kill();
    try (EntryCodec impatient = codec(NO_PATIENCE);
        EntryCodec patient = codec(LONG_PATIENCE)) {
      assertThatThrownBy(() -> impatient.read(claimed)).isInstanceOf(ClaimCheckOutage.class);
      CompletableFuture<List<Decoded>> reading =
          CompletableFuture.supplyAsync(() -> patient.read(claimed));
      redis.start();
      assertThat(reading.get(60, TimeUnit.SECONDS)).containsExactly(new Decoded.Good(report));
    }
  }

  @Test
  void stopsWaitingWhenItsTaskIsCancelled() throws Exception {
    redis.kill();
    try (RedisClaimChecks checks = checks(Duration.ofDays(1))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> checks.get("one", 9)).isInstanceOf(ClaimCheckOutage.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private Map<String, byte[]> claimedEntry(Message message) throws Exception {
    try (RedisClaimChecks checks = checks(LONG_PATIENCE);
        NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS.withMaxMessageSize(1), checks)) {
      return writer.write(Fixtures.entry("LayerHealthReport", "enc.1", 1), List.of(message));
    }
  }

  private EntryCodec codec(Duration patience) throws Exception {
    return WireCodec.factory(RedisConnectionOptions.of(redis.url()), names, patience).open();
  }

  private RedisClaimChecks checks(Duration patience) {
    return new RedisClaimChecks(
        new PatientCalls(redis.connections(), patience, "a test"), names, Duration.ofHours(1));
  }
}
