package io.tamiyo.jobs.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.jobs.closedloop.LoopJob;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import io.tamiyo.operators.redis.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints of every release, restored by this one: what was known is known. With {@code
 * -Dtamiyo.golden.write=RELEASE} it first writes the one of this release, see README.md beside
 * them.
 */
class GoldenSavepointsIT {

  private static final int MAX_BYTES = 200_000;
  private static final String REMEDY =
      "a savepoint of release %s is not understood any more. Give back the uid, name and type of"
          + " what was changed in state; or read both, as VersionedSerializer does";

  @RegisterExtension static final RedisServer redis = RedisServer.embedded();

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void writesWhatIsAskedFor(@TempDir Path work) throws Exception {
    String release = System.getProperty("tamiyo.golden.write", "");
    if (!release.isEmpty()) {
      new GoldenWriter(redis, work).write(release);
    }
  }

  static List<GoldenDirectory> releases() throws IOException {
    List<GoldenDirectory> all = GoldenDirectory.all();
    assertThat(all).isNotEmpty();
    return all;
  }

  static List<GoldenDirectory> newest() throws IOException {
    List<GoldenDirectory> all = releases();
    return all.subList(all.size() - 1, all.size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void knowsWhatWasKnown(GoldenDirectory golden) throws Exception {
    Path archive = directory.resolve("archive");
    try (GoldenRedis streams = new GoldenRedis(redis);
        GoldenJob jobs = new GoldenJob(redis, streams, directory)) {
      ControlPlaneOptions options = jobs.archiving(archive, golden);
      LoopJob job = goesOn(golden, streams, jobs, options, "hashmap", 2);
      Archived.await(archive, accepted(golden), job);
      Archived.awaitAudit(archive, job, "request", "plan", "command", "acknowledgement", "alert");
      assertThat(streams.messages(GoldenRedis.NAMES.audit()))
          .extracting(message -> ((AuditRecord) message).kind())
          .contains("request", "plan", "command", "acknowledgement", "alert");
      job.cancel();
    }
    assertThat(Archived.of(archive)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("newest")
  void goesOnWithoutOperatorsThatAreGone(GoldenDirectory golden) throws Exception {
    try (GoldenRedis streams = new GoldenRedis(redis);
        GoldenJob jobs = new GoldenJob(redis, streams, directory)) {
      goesOn(golden, streams, jobs, jobs.options(Map.of()), "rocksdb", 1).cancel();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void isSmallAndNamesNoPlaceOfTheMachineThatWroteIt(GoldenDirectory golden) throws IOException {
    long bytes = 0;
    for (Path file : golden.files()) {
      byte[] content = Files.readAllBytes(file);
      bytes += content.length;
      assertThat(new String(content, StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain("file:", "/tmp", "junit");
    }
    assertThat(bytes).isLessThan(MAX_BYTES);
  }

  private static LoopJob goesOn(
      GoldenDirectory golden,
      GoldenRedis streams,
      GoldenJob jobs,
      ControlPlaneOptions options,
      String backend,
      int parallelism)
      throws IOException {
    GoldenKnown known = GoldenKnown.read(golden.known());
    streams.append(GoldenEntry.read(golden.before()));
    GoldenOutcome outcome = new GoldenOutcome(streams);
    SavepointRestoreSettings restored =
        SavepointRestoreSettings.forPath(
            golden.savepoint().toUri().toString(), !options.archive().isPresent());

    LoopJob job = jobs.lead(options, backend, parallelism, restored, known.between());
    Map<Boolean, List<GoldenEntry>> after =
        GoldenEntry.read(golden.after()).stream()
            .collect(
                Collectors.partitioningBy(entry -> entry.id().equals(known.between() + 1 + "-0")));
    jobs.take(job, after.getOrDefault(true, List.of()));
    jobs.take(job, after.getOrDefault(false, List.of()));

    assertThat(job.hasFailed()).as(job::toString).isFalse();
    String remedy = REMEDY.formatted(golden);
    assertThat(outcome.ledger()).as(remedy).isEqualTo(known.ledger());
    assertThat(outcome.sent()).as(remedy).isEqualTo(known.sent());
    assertThat(outcome.alerts()).as(remedy).containsAll(known.alerts());
    assertThat(outcome.gaps()).as(remedy).isEmpty();
    assertThat(outcome.deadLetters()).as(remedy).isEmpty();
    return job;
  }

  /** What was accepted after the savepoint: the first entry of two layers had come before. */
  private static List<String> accepted(GoldenDirectory golden) throws IOException {
    String firstMillis = (GoldenKnown.read(golden.known()).between() + 2) + "-0";
    return GoldenEntry.read(golden.after()).stream()
        .filter(entry -> !entry.id().equals(firstMillis) || entry.stream().endsWith("decoder"))
        .map(entry -> entry.stream() + " " + entry.id())
        .toList();
  }
}
