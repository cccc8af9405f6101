package io.tamiyo.jobs.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.jobs.closedloop.LoopJob;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes back to a savepoint from before files of its archive were finished. */
class OlderSavepointIT {

  private static final String LAYER = "encoder.0";
  private static final int ENTRIES = 50;

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @Test
  void neitherLosesNorDoublesWhatIsArchived() throws Exception {
    Path archive = directory.resolve("archive");
    try (GoldenRedis streams = new GoldenRedis(redis);
        GoldenJob jobs = new GoldenJob(redis, streams, directory)) {
      ControlPlaneOptions options = jobs.archiving(archive);
      long start = streams.now();
      LoopJob job = jobs.lead(options, "hashmap", 2, SavepointRestoreSettings.none(), start);
      jobs.take(job, heartbeats(start, 1));
      String older = job.savepoint();
      jobs.take(job, heartbeats(start, 2));
      Archived.await(archive, inbound(streams), job);
      job.cancel();
      LoopJob again =
          jobs.lead(
              options,
              "hashmap",
              2,
              SavepointRestoreSettings.forPath(older, false),
              start + 2 * ENTRIES + 1);
      jobs.take(again, heartbeats(start + 1, 3));

      assertThat(again.hasFailed()).as(again::toString).isFalse();
      List<String> inbound = inbound(streams);
      Archived.await(archive, inbound, again);
      again.cancel();
      assertThat(Archived.of(archive).stream().filter(inbound::contains))
          .containsExactlyElementsOf(inbound);
    }
  }

  private static List<String> inbound(GoldenRedis streams) {
    return streams.entries(GoldenRedis.NAMES.inbound(LAYER)).stream()
        .map(entry -> entry.stream() + " " + entry.id())
        .toList();
  }

  private static List<GoldenEntry> heartbeats(long start, int round) {
    return GoldenScenario.heartbeats(LAYER, start + 1 + (round - 1L) * ENTRIES, ENTRIES);
  }
}
