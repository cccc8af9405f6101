package io.tamiyo.operators.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.operators.redis.RedisAccessException;
import io.tamiyo.operators.redis.RedisAddress;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisAccessControlException;

class EpochLeaseTest {

  private static final LeaseOptions HOURLY =
      new LeaseOptions("mine", false, Duration.ofHours(10), Duration.ofHours(1));

  private final TestingJobEpochs epochs = new TestingJobEpochs();
  private EpochLease lease = new EpochLease(epochs, HOURLY, "mine/job", 7);

  @AfterEach
  void close() {
    lease.close();
    assertThat(epochs.closed).isTrue();
  }

  @Test
  void sendsUnderTheEpochThatItAcquires() throws IOException {
    lease.start();

    assertThat(lease.emission()).isEqualTo(new Emission.On(100, "mine/job"));
    assertThat(lease.floor()).isEqualTo(100);
    assertThat(epochs.claims).containsExactly(new JobEpochs.Claim("mine", 7, false, 0));
  }

  @Test
  void isAShadowWhileAnotherHoldsTheEpochAndTriesAgainWithPatience() throws IOException {
    epochs.holder = "other";
    lease.start();
    assertThat(lease.emission())
        .isEqualTo(new Emission.Off("job \"other\" holds the epoch until 1000 ms since 1970"));

    lease.keepUp();
    assertThat(lease.emission()).isInstanceOf(Emission.Off.class);
    assertThat(epochs.claims.get(1).graceMs()).isEqualTo(Duration.ofHours(10).toMillis());

    epochs.holder = null;
    lease.saw(500);
    lease.saw(400);
    lease.keepUp();
    assertThat(lease.emission()).isEqualTo(new Emission.On(501, "mine/job"));
  }

  @Test
  void takesOverAtItsStartAndNotLater() throws IOException {
    lease.close();
    lease =
        new EpochLease(
            epochs,
            new LeaseOptions("mine", true, Duration.ofHours(10), Duration.ofHours(1)),
            "mine/job",
            0);
    epochs.holder = "other";
    lease.start();

    assertThat(lease.emission()).isInstanceOf(Emission.On.class);
    assertThat(epochs.claims.get(0).takeover()).isTrue();
  }

  @Test
  void beginsAsAShadowWhereTheStoreDoesNotAnswerAndAsksAgain() throws IOException {
    epochs.failure = new IOException("away");
    lease.start();
    lease.keepUp();
    assertThat(lease.emission()).isEqualTo(new Emission.Off("away"));

    epochs.failure = null;
    lease.keepUp();
    assertThat(lease.emission().epoch()).isEqualTo(100);
    assertThat(epochs.claims.get(2).graceMs()).isZero();
  }

  @Test
  void refusesToStartWhereTheStoreNeverWillAnswer() {
    epochs.failure =
        RedisAccessException.of(
            RedisAddress.of("redis", 6379),
            "acquiring",
            new JedisAccessControlException("WRONGPASS invalid password"));

    assertThatThrownBy(() -> lease.start()).isSameAs(epochs.failure);
  }

  @Test
  void goesOnWhenTheLeaseIsLostOrTheStoreAway() throws IOException {
    lease.start();
    epochs.held = false;
    lease.keepUp();
    epochs.failure = new IOException("away");
    lease.keepUp();

    assertThat(lease.emission().epoch()).isEqualTo(100);
    assertThat(epochs.renewals).containsExactly(100L, 100L);
  }

  @Test
  void renewsByItself() throws IOException {
    lease.close();
    lease =
        new EpochLease(
            epochs,
            new LeaseOptions("mine", false, Duration.ofMillis(20), Duration.ofMillis(2)),
            "mine/job",
            0);
    lease.start();

    Await.until("three renewals", Duration.ofSeconds(10), () -> epochs.renewals.size() >= 3);
  }

  @Test
  void optionsSayWhatIsWrongWithThem() {
    assertThat(LeaseOptions.DEFAULTS)
        .isEqualTo(new LeaseOptions("", false, Duration.ofSeconds(10), Duration.ofSeconds(1)));
    assertThat(LeaseOptions.DEFAULTS.of("job").lineage()).isEqualTo("job");
    assertThat(HOURLY.of("job").lineage()).isEqualTo("mine");
    assertThat(LeaseOptions.DEFAULTS.holder("job")).isEqualTo("job");
    assertThat(HOURLY.holder("job")).isEqualTo("mine/job");
    assertThatThrownBy(
            () -> new LeaseOptions("", false, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessage("lease is shorter than two renewals: PT1S < 2 × PT1S");
    assertThatThrownBy(() -> new LeaseOptions("", false, Duration.ofSeconds(1), Duration.ZERO))
        .hasMessage("renewal is not positive: PT0S");
    assertThatThrownBy(() -> new JobEpochs.Claim(" ", 0, false, 0)).hasMessage("lineage is blank");
    assertThatThrownBy(() -> new JobEpochs.Claim("a", 0, false, -1))
        .hasMessage("graceMs is negative: -1");
  }
}
