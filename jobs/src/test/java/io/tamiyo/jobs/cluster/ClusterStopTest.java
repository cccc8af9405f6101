package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.jobs.cluster.ClusterState.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterStopTest {
  @TempDir private Path directory = Path.of("");
  private ProcessHandle process = ProcessHandle.current();

  @BeforeEach
  void startAProcess() throws IOException {
    process = new ProcessBuilder("cat").start().toHandle();
  }

  @AfterEach
  void endTheProcess() {
    process.destroyForcibly();
  }

  @Test
  void endsWhatWasStartedAndForgetsIt() {
    Member member = Member.of("jobmanager", process);
    ClusterFiles files = saved(member);

    assertThat(stop().run()).isEqualTo(1);

    assertThat(member.runs()).isFalse();
    assertThat(files.load()).isEmpty();
  }

  @Test
  void leavesAProcessAloneThatHasTakenOverAnId() {
    Member ours = Member.of("jobmanager", process);
    Member before = new Member("jobmanager", ours.pid(), ours.startedMillis() - 60_000);
    ClusterFiles files = saved(before);

    assertThat(stop().run()).isZero();

    assertThat(process.isAlive()).isTrue();
    assertThat(files.load()).isEmpty();
  }

  @Test
  void killsWhatDoesNotEnd() throws IOException {
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done")
            .start();
    assertThat(stubborn.getInputStream().read()).isEqualTo('u');

    Member member = Member.of("jobmanager", stubborn.toHandle());

    ClusterStop.end(List.of(member), Duration.ZERO);

    assertThat(member.runs()).isFalse();
  }

  @Test
  void saysThatNoClusterRuns() {
    assertThatThrownBy(() -> stop().run())
        .isInstanceOf(CommandFailure.class)
        .hasMessage("no cluster runs; nothing to stop");
  }

  private ClusterStop stop() {
    return new ClusterStop(new Installation(directory, directory));
  }

  private ClusterFiles saved(Member member) {
    ClusterFiles files = new ClusterFiles(directory);
    files.save(new ClusterState(new ClusterOptions(1, 1, 1), List.of(member)));
    return files;
  }
}
