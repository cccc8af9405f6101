package io.tamiyo.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tamiyo.jobs.cluster.RunningCluster.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes savepoints in Flink's canonical format, from which a job goes on at any parallelism. */
public final class Savepoints {
  private static final String METADATA = "_metadata";
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:");

  private final RunningCluster cluster;

  public Savepoints(RunningCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Takes a savepoint; the job goes on.
   *
   * @param directory empty for the cluster's own
   * @return the path of the savepoint
   */
  public String take(Job job, String directory) {
    return await(job, "/savepoints", "target-directory", directory);
  }

  /**
   * Stops the job with a savepoint and waits until it has ended.
   *
   * @param directory empty for the cluster's own
   * @return the path of the savepoint
   */
  public String stop(Job job, String directory) {
    String path = await(job, "/stop", "targetDirectory", directory);
    Polling.until(
        Polling.PATIENCE,
        () ->
            cluster.jobs().stream().filter(each -> each.id().equals(job.id())).allMatch(Job::ended),
        () ->
            new CommandFailure(
                "job "
                    + job.id()
                    + " has left the savepoint "
                    + path
                    + " but does not end; ./tamiyo cluster stop ends it"));
    return path;
  }

  /**
   * Makes sure that a savepoint on this machine exists; other file systems are asked by Flink
   * itself.
   *
   * @throws CommandFailure if it does not
   */
  public static void requireExists(String savepoint) {
    if (isElsewhere(savepoint)) {
      return;
    }
    Path path = Path.of(savepoint.replaceFirst("^file:(//)?", ""));
    Path metadata = path.endsWith(METADATA) ? path : path.resolve(METADATA);
    if (!Files.isRegularFile(metadata)) {
      throw new CommandFailure(
          "there is no savepoint at "
              + savepoint
              + " (it has no "
              + METADATA
              + "); give a path that ./tamiyo stop or savepoint has printed");
    }
  }

  private String await(Job job, String action, String directoryKey, String directory) {
    Map<String, Object> request = new HashMap<>(Map.of("formatType", "CANONICAL"));
    if (!directory.isEmpty()) {
      request.put(directoryKey, absolute(directory));
    }
    String trigger =
        cluster.rest().post("/jobs/" + job.id() + action, request).path("request-id").asText();
    JsonNode done =
        Polling.forResult(
            () -> cluster.rest().get("/jobs/" + job.id() + "/savepoints/" + trigger),
            answer -> answer.path("status").path("id").asText().equals("COMPLETED"));
    JsonNode failure = done.path("operation").path("failure-cause");
    if (!failure.isMissingNode() && !failure.isNull()) {
      throw new CommandFailure(
          "no savepoint of job "
              + job.id()
              + ": "
              + RootCause.of(failure.path("stack-trace").asText())
              + "; the job goes on");
    }
    return done.path("operation").path("location").asText();
  }

  /** Relative directories are the caller's, not those of the JobManager. */
  static String absolute(String directory) {
    return SCHEME.matcher(directory).lookingAt()
        ? directory
        : Path.of(directory).toAbsolutePath().normalize().toString();
  }

  private static boolean isElsewhere(String location) {
    return SCHEME.matcher(location).lookingAt() && !location.startsWith("file:");
  }
}
