package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.EmbeddedRedisServer;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.jobs.cluster.RedisUrl;
import io.tamiyo.jobs.cluster.RestartedRedis;
import io.tamiyo.jobs.cluster.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The Redis of a benchmark: the given one, or one that is started for it and leaves nothing. */
final class BenchRedis implements AutoCloseable {

  /** How long a Redis that was killed stays away. */
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final String url;
  private final boolean killable;
  private final ChildProcesses children;
  private final @Nullable RunDirectory directory;

  private BenchRedis(
      String url, boolean killable, ChildProcesses children, @Nullable RunDirectory directory) {
    this.url = url;
    this.killable = killable;
    this.children = children;
    this.directory = directory;
  }

  /**
   * Makes sure that a Redis answers and lets us in.
   *
   * @throws CommandFailure when it does not
   */
  static BenchRedis given(String url) {
    RedisUrl.requireAnswers(url);
    return new BenchRedis(url, false, new ChildProcesses(), null);
  }

  /** Starts one. */
  static BenchRedis start(Installation installation) throws IOException {
    RunDirectory directory = RunDirectory.create(installation.state());
    ChildProcesses children = new ChildProcesses();
    String url =
        EmbeddedRedisServer.start(children, directory.path(), Ports.free()).uri().toString();
    return new BenchRedis(url, false, children, directory);
  }

  /** Starts one that syncs every write to disk, and is started again 2 s after it was killed. */
  static BenchRedis startToKill(Installation installation) throws IOException {
    RunDirectory directory = RunDirectory.create(installation.state());
    ChildProcesses children = new ChildProcesses();
    RestartedRedis redis =
        RestartedRedis.start(children, directory.resolve("redis"), Ports.free(), AWAY);
    return new BenchRedis(redis.url(), true, children, directory);
  }

  /** With its password, for the environment of children alone. */
  String url() {
    return url;
  }

  /** Whether it may be killed. */
  boolean isKillable() {
    return killable;
  }

  /**
   * A place beside its data, which goes with it.
   *
   * @throws IllegalStateException if the Redis was given
   */
  Path resolve(String name) {
    if (directory == null) {
      throw new IllegalStateException("a Redis that was given has no directory of ours");
    }
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    children.close();
    if (directory != null) {
      directory.delete();
    }
  }
}
