package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfigurationTest {
  private final Configuration repository =
      ClusterConfiguration.load(Installation.current().flinkConfiguration());

  @Test
  void theRepositoryChoosesWhatDecisionsRestOn() {
    assertThat(repository.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(repository.get(PipelineOptions.OBJECT_REUSE)).isTrue();
    assertThat(repository.get(ExecutionOptions.BUFFER_TIMEOUT)).isEqualTo(Duration.ZERO);
    assertThat(repository.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(repository.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(repository.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
    assertThat(repository.get(JobManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(repository.get(TaskManagerOptions.BIND_HOST)).isEqualTo("localhost");
  }

  @Test
  void aStartAddsPortsSlotsAndDirectories() {
    Configuration all = complete(repository);

    assertThat(all.get(RestOptions.PORT)).isEqualTo(8099);
    assertThat(all.get(RestOptions.BIND_PORT)).isEqualTo("8099");
    assertThat(all.get(JobManagerOptions.PORT)).isEqualTo(6200);
    assertThat(all.get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(3);
    assertThat(all.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .isEqualTo("file:///a/state/checkpoints");
    assertThat(all.get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
        .isEqualTo("file:///a/state/savepoints");
  }

  @Test
  void aDirectoryThatTheRepositoryNamesStays() {
    repository.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "s3://bucket/checkpoints");

    assertThat(complete(repository).get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .isEqualTo("s3://bucket/checkpoints");
  }

  @Test
  void whatIsWrittenReadsTheSame(@TempDir Path state) {
    Installation installation = new Installation(Installation.current().home(), state);
    ClusterFiles files = new ClusterFiles(installation);

    Configuration written =
        ClusterConfiguration.write(installation, files, new ClusterOptions(8099, 1, 3));

    assertThat(ClusterConfiguration.load(files.configuration())).isEqualTo(written);
    assertThat(files.configuration().resolve("log4j.properties")).exists();
  }

  private static Configuration complete(Configuration repository) {
    return ClusterConfiguration.complete(
        repository, new ClusterOptions(8099, 2, 3), new ClusterFiles(Path.of("/a/state")), 6200);
  }
}
