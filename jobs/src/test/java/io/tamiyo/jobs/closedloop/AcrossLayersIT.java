package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that is restarted with an order of all layers, and then goes on elsewhere with it. */
class AcrossLayersIT {

  /** With ticks so often that a silent layer does not hold the others up for long. */
  private static final Map<String, String> GLOBAL =
      Map.of("across-layers.order", "GLOBAL", "streams.tick-after", "20 ms");

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @Test
  void controlsItsLayersAsOtherJobsDo() throws Exception {
    try (ClosedLoop loop = new ClosedLoop(redis, directory, 1);
        LoopCluster cluster = new LoopCluster(directory)) {
      LoopJob without = cluster.submit(ClosedLoop.options(redis.url()), "hashmap", 2);
      loop.awaitProgress(1, without::toString);
      LoopJob first = withOrder(cluster, 2, without.stopWithSavepoint());
      loop.awaitProgress(1, first::toString);
      LoopJob second = withOrder(cluster, 1, first.stopWithSavepoint());
      loop.awaitProgress(1, second::toString);
      loop.end(second::toString);

      assertThat(loop.violations()).isEmpty();
      assertThat(second.hasFailed()).as(second::toString).isFalse();
      second.cancel();
    }
  }

  private static LoopJob withOrder(LoopCluster cluster, int parallelism, String savepoint) {
    return cluster.submit(
        ClosedLoop.options(redis.url(), GLOBAL), "hashmap", parallelism, savepoint);
  }
}
