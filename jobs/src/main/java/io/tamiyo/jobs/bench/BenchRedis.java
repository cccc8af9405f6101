package io.tamiyo.jobs.bench;

import io.tamiyo.jobs.cluster.ChildProcesses;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.EmbeddedRedisServer;
import io.tamiyo.jobs.cluster.Installation;
import io.tamiyo.jobs.cluster.Ports;
import io.tamiyo.jobs.cluster.RedisUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Redis of a benchmark: the given one, or one that is started for it and leaves nothing. */
final class BenchRedis implements AutoCloseable {
  private final ChildProcesses children = new ChildProcesses();
  private final String url;
  private final @Nullable Path directory;

  private BenchRedis(String url) {
    this.url = url;
    this.directory = null;
  }

  private BenchRedis(Path directory) {
    this.directory = directory;
    this.url = EmbeddedRedisServer.start(children, directory, Ports.free()).uri().toString();
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
    Files.createDirectories(installation.state());
    return new BenchRedis(Files.createTempDirectory(installation.state(), "bench-redis-"));
  }

  /** With its password, for the environment of children alone. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    children.close();
    if (directory != null) {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.delete(file);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot clear " + directory, refused);
    }
  }
}
