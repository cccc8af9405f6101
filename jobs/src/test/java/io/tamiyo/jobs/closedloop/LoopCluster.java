package io.tamiyo.jobs.closedloop;

import io.tamiyo.jobs.controlplane.ControlPlaneJob;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * Flink with two TaskManagers of two slots, on which several control-plane jobs can run at once.
 */
public final class LoopCluster implements AutoCloseable {

  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS = 2;
  private static final int KEPT_CHECKPOINTS = 10_000;
  private static final int RESTARTS = 1_000;

  private final Path directory;
  private final Configuration job;
  private final MiniCluster cluster;
  private int oldestTaskManager;

  /**
   * @param directory for checkpoints and savepoints
   */
  LoopCluster(Path directory) throws Exception {
    this(directory, new Configuration());
  }

  /**
   * @param directory for checkpoints and savepoints
   * @param job what its jobs have beside their own configuration
   */
  public LoopCluster(Path directory, Configuration job) throws Exception {
    this.directory = directory;
    this.job = job;
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(24));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(24));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, KEPT_CHECKPOINTS);
    // Over all TaskManagers, so that the end of any of them is felt.
    configuration.set(
        TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE,
        TaskManagerOptions.TaskManagerLoadBalanceMode.SLOTS);
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** Starts a job that knows nothing yet. */
  LoopJob submit(ControlPlaneOptions options, String stateBackend, int parallelism) {
    return submit(options, stateBackend, parallelism, SavepointRestoreSettings.none());
  }

  /** Starts a job from a savepoint or a retained checkpoint, which stays as it is. */
  LoopJob submit(
      ControlPlaneOptions options, String stateBackend, int parallelism, String restored) {
    return submit(
        options, stateBackend, parallelism, SavepointRestoreSettings.forPath(restored, false));
  }

  /** Starts a job from what it is told to be restored from. */
  public LoopJob submit(
      ControlPlaneOptions options,
      String stateBackend,
      int parallelism,
      SavepointRestoreSettings restored) {
    return submit(ControlPlaneJob.of(options)::build, stateBackend, parallelism, restored);
  }

  /** Starts a job that knows nothing yet, and keeps what it hands on behind its order. */
  LoopJob submit(
      ControlPlaneOptions options, String stateBackend, int parallelism, OrderedRows rows) {
    return submit(
        environment -> {
          ControlPlaneJob.of(options).build(environment);
          rows.tap(environment);
        },
        stateBackend,
        parallelism);
  }

  /** Starts a job that knows nothing yet, of a graph of its own. */
  LoopJob submit(Consumer<StreamExecutionEnvironment> graph, String stateBackend, int parallelism) {
    return submit(graph, stateBackend, parallelism, SavepointRestoreSettings.none());
  }

  private LoopJob submit(
      Consumer<StreamExecutionEnvironment> graph,
      String stateBackend,
      int parallelism,
      SavepointRestoreSettings restored) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(stateBackend));
    environment.setParallelism(parallelism);
    graph.accept(environment);
    StreamGraph streams = environment.getStreamGraph();
    streams.setSavepointRestoreSettings(restored);
    JobGraph vertices = streams.getJobGraph();
    await(cluster.submitJob(vertices), "the submission of a job");
    LoopJob job = new LoopJob(cluster, vertices.getJobID(), directory.resolve("savepoints"));
    job.awaitRunning();
    return job;
  }

  private Configuration configuration(String stateBackend) {
    Configuration configuration = new Configuration(job);
    configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, KEPT_CHECKPOINTS);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    return configuration;
  }

  /** Ends the TaskManager that has run for longest, and starts another one. */
  void replaceTaskManager() throws Exception {
    await(cluster.terminateTaskManager(oldestTaskManager++), "the end of a TaskManager");
    cluster.startTaskManager();
  }

  @Override
  public void close() {
    await(cluster.closeAsync(), "its end");
  }

  /** The answer of the cluster, or an error that says what was waited for. */
  static <T> T await(CompletableFuture<T> answer, String what) {
    try {
      return answer.get(Waiting.AT_MOST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new AssertionError("Flink did not give " + what + ": " + failed, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, interrupted);
    }
  }
}
