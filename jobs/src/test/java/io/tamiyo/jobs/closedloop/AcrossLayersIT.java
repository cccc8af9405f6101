package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job whose layers go on in one order, stopped with a savepoint and gone on with elsewhere. */
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
      LoopJob first = cluster.submit(ClosedLoop.options(redis.url(), GLOBAL), "hashmap", 2);
      loop.awaitProgress(1, first::toString);
      String savepoint = first.stopWithSavepoint();
      LoopJob second =
          cluster.submit(ClosedLoop.options(redis.url(), GLOBAL), "rocksdb", 1, savepoint);
      loop.awaitProgress(1, second::toString);
      loop.end(second::toString);

      assertThat(loop.violations()).isEmpty();
      assertThat(second.hasFailed()).as(second::toString).isFalse();
      second.cancel();
    }
  }
}
