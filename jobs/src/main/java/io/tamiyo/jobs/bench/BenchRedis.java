package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.EmbeddedRedisServer;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.jobs.cluster.RedisUrl;
import io.tamiyo.jobs.cluster.RunDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The Redis of a benchmark: the given one, or one that is started for it and leaves nothing. */
final class BenchRedis implements AutoCloseable {
  private final ChildProcesses children = new ChildProcesses();
  private final String url;
  private final @Nullable RunDirectory directory;

  private BenchRedis(String url) {
    this.url = url;
    this.directory = null;
  }

  private BenchRedis(RunDirectory directory) {
    this.directory = directory;
    this.url = EmbeddedRedisServer.start(children, directory.path(), Ports.free()).uri().toString();
  }

  /**
   * Starts a Redis, or makes sure that the given one answers and lets us in.
   *
   * @param given its URL, or null
   * @throws CommandFailure when it does not
   */
  static BenchRedis open(Installation installation, @Nullable String given) throws IOException {
    if (given != null) {
      RedisUrl.requireAnswers(given);
      return new BenchRedis(given);
    }
    return new BenchRedis(RunDirectory.create(installation.state()));
  }

  /** With its password, for the environment of children alone. */
  String url() {
    return url;
  }

  @Override
  public void close() throws IOException {
    children.close();
    if (directory != null) {
      directory.delete();
    }
  }
}
