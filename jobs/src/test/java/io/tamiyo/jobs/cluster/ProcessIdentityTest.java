package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ProcessHandle self = ProcessHandle.current();
  private final ProcessIdentity identity = ProcessIdentity.of(self);

  @Test
  void findsTheProcessAgain() {
    assertThat(identity.find()).contains(self);
  }

  @Test
  void doesNotFindALaterProcessUnderTheSameId() {
    ProcessIdentity earlier =
        new ProcessIdentity(self.pid(), identity.started().minus(Duration.ofSeconds(5)));

    assertThat(earlier.find()).isEmpty();
  }

  @Test
  void toleratesTheSystemsResolution() {
    ProcessIdentity inexact =
        new ProcessIdentity(self.pid(), identity.started().plus(Duration.ofSeconds(1)));

    assertThat(inexact.find()).contains(self);
  }

  @Test
  void doesNotFindAProcessThatHasEnded() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cat").start();
    ProcessIdentity ended = ProcessIdentity.of(process.toHandle());
    process.getOutputStream().close();
    process.waitFor();

    assertThat(ended.find()).isEmpty();
    assertThatThrownBy(() -> ProcessIdentity.of(process.toHandle()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void doesNotFindAProcessThatNobodyHasAskedForItsExitCode() throws IOException {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & exec sleep 60").start();
    try {
      Await.until("the child runs", SOON, () -> parent.descendants().findAny().isPresent());
      ProcessHandle child = parent.descendants().findAny().orElseThrow();
      ProcessIdentity unasked = ProcessIdentity.of(child);
      assertThat(unasked.find()).isPresent();

      child.destroyForcibly();

      Await.until("the child has ended", SOON, () -> unasked.find().isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }
}
