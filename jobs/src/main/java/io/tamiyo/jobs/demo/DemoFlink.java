package io.tamiyo.jobs.demo;

import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.jobs.cluster.RunDirectory;
import io.tamiyo.jobs.controlplane.ControlPlaneJob;
import io.tamiyo.jobs.controlplane.ControlPlaneOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink within this JVM: a mini cluster with its web UI and the control-plane job. */
final class DemoFlink implements AutoCloseable {

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
  private static final long ANSWER_SECONDS = 30;

  private final JobClient job;
  private final CompletableFuture<JobExecutionResult> result;
  private final String webUi;
  private final Path savepoints;
  private boolean stopped;

  private DemoFlink(JobClient job, String webUi, Path savepoints) {
    this.job = job;
    this.result = job.getJobExecutionResult();
    this.webUi = webUi;
    this.savepoints = savepoints;
  }

  /**
   * Starts a mini cluster and submits the job.
   *
   * @param webPort of its web UI
   */
  static DemoFlink start(int webPort, RunDirectory directory, ControlPlaneOptions options)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.PORT, webPort);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(webPort));
    configuration.set(RestOptions.ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_ADDRESS, "localhost");
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 1);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(directory.resolve("checkpoints")));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
    environment.setParallelism(1);
    ControlPlaneJob.of(options).build(environment);
    JobClient job = environment.executeAsync(ControlPlaneJob.NAME);
    return new DemoFlink(job, "http://localhost:" + webPort, directory.resolve("savepoints"));
  }

  /** Address of the web UI. */
  String webUi() {
    return webUi;
  }

  /**
   * Makes sure that the job has not failed.
   *
   * @throws CommandFailure with its cause when it has
   */
  void requireRunning() {
    // Not the job's status: for each question Flink copies the whole graph.
    if (result.isDone()) {
      throw new CommandFailure("the control-plane job has ended; see the log of the demo");
    }
  }

  /** Takes the last checkpoint, as a savepoint, and ends the job. */
  void stopWithSavepoint() {
    await(
        job.stopWithSavepoint(false, uri(savepoints), SavepointFormatType.CANONICAL),
        "the last checkpoint");
    stopped = true;
  }

  @Override
  public void close() {
    // The mini cluster ends with its job, and answers nothing any more.
    if (!stopped && !await(job.getJobStatus(), "the state of the job").isGloballyTerminalState()) {
      await(job.cancel(), "the job's end");
    }
  }

  /** Not toUri: Flink takes its %20 for three characters of the name. */
  private static String uri(Path path) {
    return "file://" + path;
  }

  private static <T> T await(CompletableFuture<T> answer, String what) {
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new CommandFailure("Flink did not give " + what + ": " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while waiting for " + what, interrupted);
    }
  }
}
