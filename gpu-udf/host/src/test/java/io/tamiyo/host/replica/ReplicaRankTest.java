package io.tamiyo.host.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.seeds.Seed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** A replica that is told what the test likes. */
class ReplicaRankTest {

  private static final String LAYER = "layer-1";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final StreamNames NAMES = StreamNames.unnamed();

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final TestingJob job = new TestingJob(redis::client, NAMES);
  private final ReplicaRank rank =
      new ReplicaRank(redis.endpoint(), NAMES, LAYER, 1, ReplicaRankTest::ready);

  @AfterEach
  void end() {
    rank.close();
    job.close();
  }

  /** Has no weights for a seed in TRAINING. */
  private static Runnable ready(Seed seed, byte[] weights) {
    if (seed.state() == SeedState.TRAINING) {
      throw new IllegalStateException("no weights");
    }
    return () -> {};
  }

  private static ReplicaSeed seed(long life) {
    return ReplicaSeed.of(Seed.dormant(0, life), new byte[0]);
  }

  private void tellBase(String checkpointId, long life) {
    job.append(
        NAMES.replicas(LAYER),
        LAYER,
        new ReplicaBase(
            Fixtures.header("base", Duration.ZERO), LAYER, checkpointId, List.of(seed(life))));
  }

  private void tellUpdate(long number, ReplicaSeed seed) {
    job.append(
        NAMES.replicas(LAYER),
        LAYER,
        new ReplicaUpdate(
            Fixtures.header("update-" + number, Duration.ZERO),
            LAYER,
            seed.revision().hostEpoch(),
            number,
            0,
            "",
            List.of(seed)));
    Await.until("it hears of " + number, SOON, () -> rank.heard() >= number);
  }

  @Test
  void knowsTheLifeOfACheckpointWithWhichItBeginsAndGoesToNoEarlierOne() {
    assertThat(rank.foundLife()).isEqualTo(-1);
    rank.start();
    tellBase("cp-1", 5);
    assertThat(rank.awaitSeeds(SOON)).isTrue();
    assertThat(rank.foundLife()).isEqualTo(5);

    tellBase("cp-1", 4);
    tellUpdate(1, seed(6));

    assertThat(rank.awaitCheckpoint("cp-1", 4, Duration.ZERO)).hasValue(5);
    assertThat(rank.awaitCheckpoint("cp-1", rank.foundLife(), Duration.ZERO)).isEmpty();
    assertThat(rank.foundLife()).isEqualTo(5);
  }

  @Test
  void asksAgainForWhatItCouldNotFollowButNotEachTime() {
    rank.start();
    tellBase("", 1);
    assertThat(rank.awaitSeeds(SOON)).isTrue();
    assertThat(rank.foundLife()).as("no checkpoint").isEqualTo(-1);
    Seed training = Seed.dormant(0, 1).entering(SeedState.GERMINATED).entering(SeedState.TRAINING);

    tellUpdate(1, ReplicaSeed.of(training, new byte[0]));
    tellUpdate(2, ReplicaSeed.of(training, new byte[0]));

    assertThat(rank.failures()).isEqualTo(2);
    assertThat(rank.finish()).isTrue();
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.xlen(NAMES.replicaReports(LAYER))).as("once at its start").isEqualTo(2);
    }
  }
}
