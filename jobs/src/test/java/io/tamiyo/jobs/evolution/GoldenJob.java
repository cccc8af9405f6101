package io.tamiyo.jobs.evolution;

import io.tamiyo.jobs.closedloop.LoopCluster;
import io.tamiyo.jobs.closedloop.LoopJob;
import io.tamiyo.jobs.closedloop.Waiting;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * The present job on a mini cluster, over the streams of a golden savepoint. No tick of its own
 * moves the time of the layers: it is that of the entries.
 */
final class GoldenJob implements AutoCloseable {

  /** All state in files, whose names a savepoint has relative to itself. */
  private static final Configuration MOVABLE =
      new Configuration().set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);

  private static final int LOOKS_PER_TICK = 20;

  private final RedisServer server;
  private final GoldenRedis redis;
  private final LoopCluster cluster;

  GoldenJob(RedisServer server, GoldenRedis redis, Path directory) throws Exception {
    this.server = server;
    this.redis = redis;
    this.cluster = new LoopCluster(directory, MOVABLE);
  }

  /** Options of a job with an archive, and an audit in it and in a stream. */
  ControlPlaneOptions archiving(Path archive) {
    return archiving(archive, Map.of());
  }

  /** The same for the job of a golden savepoint. */
  ControlPlaneOptions archiving(Path archive, GoldenDirectory golden) {
    return archiving(archive, golden.isCausal() ? GoldenCausal.OPTIONS : Map.of());
  }

  private ControlPlaneOptions archiving(Path archive, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("archive.path", archive.toString());
    options.put("audit.topic", "true");
    return options(options);
  }

  /** Options of a job that does not tick, nor trim what is old. */
  ControlPlaneOptions options(Map<String, String> more) {
    Map<String, String> options =
        new HashMap<>(
            Map.of(
                "redis.url",
                server.url(),
                "instance-id",
                GoldenRedis.NAMES.instanceId(),
                "emission.lineage",
                "golden",
                "streams.tick-after",
                "1 h",
                "retention.max-age",
                "36500 d"));
    options.putAll(more);
    return ControlPlaneOptions.from(options, Map.of());
  }

  /**
   * Starts it, and returns when it leads every layer.
   *
   * @param millis when the layers are, by the ticks that they get meanwhile
   */
  LoopJob lead(
      ControlPlaneOptions options,
      String backend,
      int parallelism,
      SavepointRestoreSettings restored,
      long millis) {
    Map<String, Long> before =
        GoldenRedis.LAYERS.stream().collect(Collectors.toMap(layer -> layer, redis::markers));
    AtomicInteger looks = new AtomicInteger();
    LoopJob job = cluster.submit(options, backend, parallelism, restored);
    Waiting.until(
        "it leads every layer",
        () -> job + "; " + redis.describe(),
        () -> {
          if (looks.getAndIncrement() % LOOKS_PER_TICK == 0) {
            redis.tick(millis);
          }
          return GoldenRedis.LAYERS.stream()
              .allMatch(layer -> redis.markers(layer) > before.getOrDefault(layer, 0L));
        });
    awaitRead(job);
    return job;
  }

  /** Appends entries, and returns when all is done that follows from them. */
  void take(LoopJob job, List<GoldenEntry> entries) {
    redis.append(entries);
    awaitRead(job);
  }

  private void awaitRead(LoopJob job) {
    Waiting.until("all is read", () -> job + "; " + redis.describe(), redis::isRead);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
