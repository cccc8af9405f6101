package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that is stopped with a savepoint and goes on at another parallelism, under traffic. */
class RescaleIT {

  private static final int[] PARALLELISMS = {1, 4, 2};

  /** Savepoints are canonical, so that they move between state backends too. */
  private static final String[] BACKENDS = {"hashmap", "rocksdb", "hashmap"};

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @RandomSeeds
  void goesOnExactlyWhereItWas(long seed) throws Exception {
    try (ClosedLoop loop = new ClosedLoop(redis, directory, seed);
        LoopCluster cluster = new LoopCluster(directory)) {
      LoopJob job = cluster.submit(ClosedLoop.options(redis.url()), BACKENDS[0], PARALLELISMS[0]);
      loop.awaitProgress(10, job::toString);
      for (int i = 1; i < PARALLELISMS.length; i++) {
        String savepoint = job.stopWithSavepoint();
        job =
            cluster.submit(
                ClosedLoop.options(redis.url()), BACKENDS[i], PARALLELISMS[i], savepoint);
        loop.awaitProgress(10, job::toString);
      }
      LoopJob last = job;
      loop.end(last::toString);

      System.out.println("RescaleIT: " + loop.history());
      assertThat(loop.violations()).isEmpty();
      assertThat(last.hasFailed()).as(last::toString).isFalse();
      last.cancel();
    }
  }
}
