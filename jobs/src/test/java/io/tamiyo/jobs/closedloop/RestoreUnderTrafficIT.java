package io.tamiyo.jobs.closedloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that fail, and jobs that are restored from a checkpoint while the one that wrote it goes on
 * sending beside them.
 */
class RestoreUnderTrafficIT {

  private static final int ROUNDS = 5;
  private static final int PARALLELISM = 2;
  private static final int REFUSED = 20;
  private static final String BACKEND = "hashmap";

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @RandomSeeds
  void losesNothingAndAppliesNothingTwice(long seed) throws Exception {
    try (ClosedLoop loop = new ClosedLoop(redis, directory, seed);
        LoopCluster cluster = new LoopCluster(directory)) {
      Way way = new Way(loop, cluster);
      for (int round = 0; round < ROUNDS; round++) {
        loop.awaitProgress(10, way::toString);
        if (round % 2 == 0) {
          way.loseATaskManager();
        }
        Way next = way.fork();
        if (round % 2 == 1) {
          way.unveil();
          loop.awaitProgress(10, next::toString);
          assertThat(next.job.hasFailed()).as(next::toString).isFalse();
        }
        way.end();
        way = next;
      }
      loop.awaitProgress(10, way::toString);
      loop.end(way::toString);
      way.end();

      System.out.println("RestoreUnderTrafficIT: " + loop.history());
      assertThat(loop.violations()).isEmpty();
      assertThat(loop.history().layers().values())
          .allSatisfy(RestoreUnderTrafficIT::hasLivedThroughAll);
    }
  }

  private static void hasLivedThroughAll(LayerHistory layer) {
    assertThat(layer.epochs()).hasSizeGreaterThan(ROUNDS);
    assertThat(layer.changes()).anyMatch(change -> change.to() == SeedState.FOSSILIZED);
  }

  /** A job with a connection of its own, which can be made blind. */
  private static final class Way {

    private final ClosedLoop loop;
    private final LoopCluster cluster;
    private final BlindfoldProxy proxy;
    private final LoopJob job;

    /** The first job. */
    Way(ClosedLoop loop, LoopCluster cluster) throws IOException {
      this.loop = loop;
      this.cluster = cluster;
      this.proxy = new BlindfoldProxy(redis.port());
      this.job = cluster.submit(ClosedLoop.options(proxy.url()), BACKEND, PARALLELISM);
    }

    /** A job that goes on from the last checkpoint of another, which still runs. */
    private Way(Way other) throws IOException {
      this.loop = other.loop;
      this.cluster = other.cluster;
      this.proxy = new BlindfoldProxy(redis.port());
      this.job =
          cluster.submit(
              ClosedLoop.options(proxy.url()), BACKEND, PARALLELISM, other.job.latestCheckpoint());
    }

    void loseATaskManager() throws Exception {
      cluster.replaceTaskManager();
      Waiting.until("the job loses a task", this::toString, job::hasFailed);
      job.awaitRunning();
      loop.awaitProgress(10, this::toString);
    }

    /**
     * Makes this job blind, and starts the next one from its last checkpoint; returns when the next
     * one leads, though this one goes on sending.
     */
    Way fork() throws IOException {
      proxy.blindfold();
      long before = refused();
      Way next = new Way(this);
      Waiting.until(
          REFUSED + " commands of the old job are refused",
          () -> loop.history() + "; " + this + "; " + next,
          () -> refused() >= before + REFUSED);
      loop.awaitProgress(5, next::toString);
      return next;
    }

    private long refused() {
      return loop.history().sum(layer -> layer.answers(Outcome.STALE_EPOCH));
    }

    /** The job learns that another leads. */
    void unveil() {
      proxy.unveil();
    }

    void end() throws IOException {
      job.cancel();
      proxy.close();
    }

    @Override
    public String toString() {
      return job.toString();
    }
  }
}
