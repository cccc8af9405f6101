package io.tamiyo.jobs.cluster;

import io.tamiyo.jobs.cluster.RunningCluster.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * Sends a job to a cluster: runs the main method of its jar here, with the cluster's configuration,
 * so that what is wrong with the options is an exception here and not a trace in a log there.
 */
public final class JobSubmission {
  /** The cluster's own default, instead of a number. */
  public static final int DEFAULT_PARALLELISM = 0;

  /**
   * What to send.
   *
   * @param jar where the main class is
   * @param mainClass empty for the one that the manifest names
   * @param savepoint empty to begin anew
   * @param parallelism of the tasks, or {@link #DEFAULT_PARALLELISM}
   * @param arguments of the main method; the web UI shows them, so they hold no secret
   */
  public record Request(
      Path jar, String mainClass, String savepoint, int parallelism, List<String> arguments) {
    public Request {
      arguments = List.copyOf(arguments);
    }
  }

  private static final Duration SLOTS_RETURN = Duration.ofSeconds(3);

  private final ClusterFiles files;
  private final RunningCluster cluster;

  public JobSubmission(ClusterFiles files, RunningCluster cluster) {
    this.files = files;
    this.cluster = cluster;
  }

  /**
   * Makes sure that what is to be submitted exists.
   *
   * @throws CommandFailure if it does not
   */
  public static void requireFiles(Path jar, String savepoint) {
    if (!Files.isRegularFile(jar)) {
      throw new CommandFailure(
          "there is no jar at " + jar + "; ./tamiyo builds its own, mvn package does too");
    }
    if (!savepoint.isEmpty()) {
      Savepoints.requireExists(savepoint);
    }
  }

  /**
   * Submits a job and waits until all its tasks run.
   *
   * @throws CommandFailure if the job cannot be built, needs more slots than are free, or fails
   */
  public Job submit(Request request) {
    Configuration configuration = ClusterConfiguration.load(files.configuration());
    JobGraph graph = graph(request, configuration);
    awaitSlots(graph);
    send(graph, configuration);
    String id = graph.getJobID().toHexString();
    new JobStart(cluster.rest(), id).await();
    return new Job(id, graph.getName(), "RUNNING");
  }

  private static JobGraph graph(Request request, Configuration configuration) {
    try (PackagedProgram program =
        PackagedProgram.newBuilder()
            .setJarFile(request.jar().toFile())
            .setEntryPointClassName(request.mainClass().isEmpty() ? null : request.mainClass())
            .setArguments(request.arguments().toArray(String[]::new))
            .setConfiguration(configuration)
            .setSavepointRestoreSettings(restore(request))
            .build()) {
      int parallelism =
          request.parallelism() != DEFAULT_PARALLELISM
              ? request.parallelism()
              : configuration.get(CoreOptions.DEFAULT_PARALLELISM);
      return PackagedProgramUtils.createJobGraph(
          program, configuration, parallelism, JobID.generate(), true);
    } catch (ProgramInvocationException failure) {
      throw new CommandFailure("the job cannot be built: " + RootCause.of(failure), failure);
    }
  }

  private static SavepointRestoreSettings restore(Request request) {
    return request.savepoint().isEmpty()
        ? SavepointRestoreSettings.none()
        : SavepointRestoreSettings.forPath(Savepoints.absolute(request.savepoint()));
  }

  /** A job that has just been stopped gives its slots back a moment later. */
  private void awaitSlots(JobGraph graph) {
    int needed = 0;
    for (JobVertex vertex : graph.getVertices()) {
      needed = Math.max(needed, vertex.getParallelism());
    }
    int slots = needed;
    Polling.until(
        SLOTS_RETURN, () -> cluster.slots().free() >= slots, () -> tooFew(slots, cluster.slots()));
  }

  private static CommandFailure tooFew(int needed, RunningCluster.Slots slots) {
    return new CommandFailure(
        "the job needs "
            + needed
            + " slots and the cluster has "
            + slots.free()
            + " free of "
            + slots.total()
            + "; stop another job, lower --parallelism, or start the cluster with more --slots");
  }

  private static void send(JobGraph graph, Configuration configuration) {
    try (RestClusterClient<String> client = new RestClusterClient<>(configuration, "tamiyo")) {
      client.submitJob(graph).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while submitting", interrupted);
    } catch (ExecutionException refused) {
      throw new CommandFailure("the cluster refuses the job: " + RootCause.of(refused), refused);
    } catch (Exception failure) {
      throw new CommandFailure("no connection to the cluster: " + RootCause.of(failure), failure);
    }
  }
}
