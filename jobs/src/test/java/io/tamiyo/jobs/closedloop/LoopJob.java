package io.tamiyo.jobs.closedloop;

import io.tamiyo.operators.OperatorId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** One run of the control-plane job on a {@link LoopCluster}. */
public final class LoopJob {

  private final MiniCluster cluster;
  private final JobID id;
  private final Path savepoints;

  LoopJob(MiniCluster cluster, JobID id, Path savepoints) {
    this.cluster = cluster;
    this.id = id;
    this.savepoints = savepoints;
  }

  /** Returns when every task runs. */
  void awaitRunning() {
    Waiting.until("job " + id + " runs", this::toString, this::isRunning);
  }

  /** Whether every task runs. */
  boolean isRunning() {
    return graph().getState() == JobStatus.RUNNING
        && StreamSupport.stream(graph().getAllExecutionVertices().spliterator(), false)
            .allMatch(vertex -> vertex.getExecutionState() == ExecutionState.RUNNING);
  }

  /** Whether it has failed since its start, and been restarted or not. */
  public boolean hasFailed() {
    return graph().getFailureInfo() != null;
  }

  /** How often it was started again. */
  int restarts() {
    int restarts = 0;
    for (AccessExecutionVertex vertex : graph().getAllExecutionVertices()) {
      restarts = Math.max(restarts, vertex.getCurrentExecutionAttempt().getAttemptNumber());
    }
    return restarts;
  }

  /** Checkpoints that were completed since its start. */
  public long checkpoints() {
    CheckpointStatsSnapshot statistics = graph().getCheckpointStatsSnapshot();
    return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
  }

  /** Where the last completed checkpoint is kept; waits for the first. */
  String latestCheckpoint() {
    Waiting.until(
        "job " + id + " completes a checkpoint", this::toString, () -> lastCompleted().isPresent());
    return lastCompleted().orElseThrow().getExternalPath();
  }

  /**
   * The bytes of the state of all operators of the layers, in the first checkpoint that begins from
   * now on.
   */
  long stateBytes() {
    long begun = checkpoints() + 1;
    Waiting.until("another checkpoint", this::toString, () -> checkpoints() > begun);
    CompletedCheckpointStats checkpoint = lastCompleted().orElseThrow();
    long bytes = 0;
    for (AccessExecutionJobVertex vertex : graph().getVerticesTopologically()) {
      if (vertex.getName().contains(OperatorId.ORDER.operatorName())) {
        bytes += checkpoint.getTaskStateStats(vertex.getJobVertexId()).getStateSize();
      }
    }
    return bytes;
  }

  private Optional<CompletedCheckpointStats> lastCompleted() {
    return Optional.ofNullable(graph().getCheckpointStatsSnapshot())
        .map(statistics -> statistics.getHistory().getLatestCompletedCheckpoint());
  }

  /** Ends it as it is; its checkpoints stay. */
  public void cancel() {
    LoopCluster.await(cluster.cancelJob(id), "the cancellation of " + id);
    Waiting.until(
        "job " + id + " ends", this::toString, () -> graph().getState().isGloballyTerminalState());
  }

  /** A savepoint of it, with which it goes on. */
  public String savepoint() {
    return LoopCluster.await(
        cluster.triggerSavepoint(
            id, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL),
        "a savepoint of " + id);
  }

  /** Ends it with a savepoint that any parallelism and state backend can go on from. */
  public String stopWithSavepoint() {
    return LoopCluster.await(
        cluster.stopWithSavepoint(
            id, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL),
        "a savepoint of " + id);
  }

  private AccessExecutionGraph graph() {
    return LoopCluster.await(cluster.getArchivedExecutionGraph(id), "the state of " + id);
  }

  @Override
  public String toString() {
    AccessExecutionGraph graph = graph();
    ErrorInfo failure = graph.getFailureInfo();
    return "job %s is %s after %d checkpoints%s"
        .formatted(
            id,
            graph.getState(),
            checkpoints(),
            failure == null ? "" : ", failed by " + failure.getExceptionAsString());
  }
}
