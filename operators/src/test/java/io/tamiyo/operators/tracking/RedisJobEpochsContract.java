package io.tamiyo.operators.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.operators.redis.RedisServer;
import io.tamiyo.operators.tracking.JobEpochs.Answer;
import io.tamiyo.operators.tracking.JobEpochs.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What epochs in Redis must do, whatever its version. */
abstract class RedisJobEpochsContract {

  private static final String KEY = "tamiyo.epoch";
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final RedisServer redis;
  private final RedisJobEpochs epochs;

  /**
   * @param redis the server under test
   */
  RedisJobEpochsContract(RedisServer redis) {
    this.redis = redis;
    this.epochs = new RedisJobEpochs(redis.connections(), KEY, LEASE);
  }

  @AfterEach
  void close() {
    epochs.close();
  }

  @Test
  void theFirstEpochIsTheServersTimeAndItsLeaseIsNoted() throws IOException {
    long before = serverTime();
    long epoch = granted(claim("a"));
    long after = serverTime();

    Map<String, String> hash = hash();
    assertThat(epoch).isBetween(before, after);
    assertThat(hash).containsEntry("epoch", Long.toString(epoch)).containsEntry("holder", "a");
    assertThat(until()).isBetween(before + 10_000, after + 10_000);
  }

  @Test
  void everyIncarnationOfAJobGetsAGreaterEpochAtOnce() throws IOException {
    long first = granted(claim("a"));
    long second = granted(claim("a"));
    long third = granted(new Claim("a", second + 50_000, false, 0));

    assertThat(second).isGreaterThan(first);
    assertThat(third).isEqualTo(second + 50_001);
    assertThat(granted(claim("a"))).isEqualTo(third + 1);
  }

  @Test
  void anotherJobIsRefusedWhileTheLeaseLasts() throws IOException {
    granted(claim("a"));

    assertThat(epochs.acquire(claim("b"))).isEqualTo(new Answer.Refused("a", until()));
    assertThat(hash()).containsEntry("holder", "a");
  }

  @Test
  void anotherJobFollowsWhenTheLeaseIsOver() throws IOException {
    long first = granted(claim("a"));
    set("until", serverTime() - 1);

    assertThat(granted(claim("b"))).isGreaterThan(first);
    assertThat(hash()).containsEntry("holder", "b");
  }

  @Test
  void aShadowWaitsForItsGraceAsWell() throws IOException {
    granted(claim("a"));
    set("until", serverTime() - 1_000);

    assertThat(epochs.acquire(new Claim("b", 0, false, 60_000))).isInstanceOf(Answer.Refused.class);
    assertThat(epochs.acquire(new Claim("b", 0, false, 500))).isInstanceOf(Answer.Granted.class);
  }

  @Test
  void theLeaseRunsOutByItself() throws IOException {
    RedisJobEpochs brief = new RedisJobEpochs(redis.connections(), KEY, Duration.ofMillis(50));
    brief.acquire(claim("a"));
    brief.close();

    Await.until("the lease is over", Duration.ofSeconds(10), () -> isGranted(claim("b")));
  }

  @Test
  void aTakeoverBreaksTheLease() throws IOException {
    long first = granted(claim("a"));

    assertThat(granted(new Claim("b", 0, true, 0))).isGreaterThan(first);
    assertThat(epochs.renew("a", first)).isFalse();
    assertThat(hash()).containsEntry("holder", "b");
  }

  @Test
  void aRenewalProlongsTheLeaseAndLeavesTheEpoch() throws IOException {
    long epoch = granted(claim("a"));
    set("until", 5);

    assertThat(epochs.renew("a", 1)).isTrue();
    assertThat(until()).isGreaterThan(serverTime() + 5_000);
    assertThat(hash()).containsEntry("epoch", Long.toString(epoch));
  }

  @Test
  void aRenewalPutsBackWhatTheServerHasLost() throws IOException {
    long epoch = granted(claim("a"));
    try (Jedis client = redis.client()) {
      client.flushAll();
    }

    assertThat(epochs.renew("a", epoch)).isTrue();
    assertThat(hash())
        .containsEntry("epoch", Long.toString(epoch))
        .containsEntry("holder", "a")
        .containsKey("until");
  }

  @Test
  void connectsAgainAfterTheServerWasAway() throws IOException {
    granted(claim("a"));
    redis.kill();
    assertThatThrownBy(() -> epochs.renew("a", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("while renewing the lease in tamiyo.epoch");

    redis.start();
    assertThat(epochs.renew("a", 1)).isTrue();
  }

  @Test
  void isNotOpenedAgainOnceItIsClosed() {
    epochs.close();

    assertThatThrownBy(() -> epochs.acquire(claim("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("were closed");
  }

  private static Claim claim(String lineage) {
    return new Claim(lineage, 0, false, 0);
  }

  private long granted(Claim claim) throws IOException {
    return ((Answer.Granted) epochs.acquire(claim)).epoch();
  }

  private boolean isGranted(Claim claim) {
    try {
      return epochs.acquire(claim) instanceof Answer.Granted;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> hash() {
    try (Jedis client = redis.client()) {
      return client.hgetAll(KEY);
    }
  }

  private long until() {
    return Long.parseLong(hash().getOrDefault("until", "0"));
  }

  private void set(String field, long value) {
    try (Jedis client = redis.client()) {
      client.hset(KEY, field, Long.toString(value));
    }
  }

  private long serverTime() {
    try (Jedis client = redis.client()) {
      var time = client.time();
      return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
    }
  }
}
