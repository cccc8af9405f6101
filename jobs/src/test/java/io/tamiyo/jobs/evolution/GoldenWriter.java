package io.tamiyo.jobs.evolution;

import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.jobs.closedloop.LoopJob;
import io.tamiyo.jobs.closedloop.Waiting;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import redis.clients.jedis.Jedis;

/** Writes the golden savepoint of this release; what was written is never written again. */
final class GoldenWriter {

  private final RedisServer server;
  private final Path work;

  /**
   * @param work a directory for what is not kept
   */
  GoldenWriter(RedisServer server, Path work) {
    this.server = server;
    this.work = work;
  }

  /** Writes both of a release: without an order across layers, and with one. */
  void write(String release) throws Exception {
    write(release, GoldenDirectory.of(release), work.resolve("plain"));
    try (Jedis client = server.client()) {
      client.flushAll();
    }
    write(release, GoldenDirectory.causalOf(release), work.resolve("causal"));
  }

  private void write(String release, GoldenDirectory golden, Path scratch) throws Exception {
    if (Files.exists(golden.path())) {
      throw new IOException(golden.path() + " is there; a release is written once");
    }
    try (GoldenRedis streams = new GoldenRedis(server);
        GoldenJob jobs = new GoldenJob(server, streams, scratch)) {
      long start = streams.now();
      LoopJob job =
          jobs.lead(
              jobs.archiving(scratch.resolve("archive"), golden),
              "hashmap",
              1,
              SavepointRestoreSettings.none(),
              start);
      jobs.take(job, GoldenScenario.configuration(start + 1));
      jobs.take(
          job,
          golden.isCausal() ? GoldenCausal.before(start + 1) : GoldenScenario.before(start + 1));
      awaitNothingPending(job);
      String savepoint = job.stopWithSavepoint();
      long between = Math.max(streams.now(), start + 1_000);
      Files.createDirectories(golden.savepoint());
      copy(Path.of(URI.create(savepoint)), golden.savepoint());
      List<GoldenEntry> before =
          GoldenRedis.sources().stream().flatMap(name -> streams.entries(name).stream()).toList();
      GoldenEntry.write(golden.before(), before);
      List<GoldenEntry> after =
          new ArrayList<>(golden.isCausal() ? GoldenCausal.first(between + 1) : List.of());
      after.addAll(GoldenScenario.after(between + 1, firstCommand(streams)));
      GoldenEntry.write(golden.after(), after);
      GoldenKnown known = GoldenScenario.known(release, between);
      (golden.isCausal() ? GoldenCausal.known(known) : known).write(golden.known());
    }
  }

  /** The files of the archive are committed, and the sink knows none any more. */
  private static void awaitNothingPending(LoopJob job) {
    long checkpoints = job.checkpoints();
    Waiting.until(
        "three checkpoints of nothing", job::toString, () -> job.checkpoints() > checkpoints + 2);
  }

  private static Command firstCommand(GoldenRedis streams) {
    for (Message message : streams.messages(GoldenRedis.NAMES.control("encoder.1"))) {
      if (message instanceof Command command && command.fence().targets().get(0).seedId() == 1) {
        return command;
      }
    }
    throw new IllegalStateException("no command was sent");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
