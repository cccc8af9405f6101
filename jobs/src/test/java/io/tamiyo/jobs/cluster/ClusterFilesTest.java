package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.jobs.cluster.ClusterState.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFilesTest {
  private static final ClusterState STATE =
      new ClusterState(
          new ClusterOptions(8099, 1, 2),
          List.of(new Member("jobmanager", 42, 1_700_000_000_123L)));

  private final ClusterFiles files;

  ClusterFilesTest(@TempDir Path directory) {
    files = new ClusterFiles(directory);
  }

  @Test
  void remembersTheClusterUntilItIsForgotten() throws IOException {
    assertThat(files.load()).isEmpty();

    files.save(STATE);
    Files.createDirectories(files.working().resolve("deep/down"));
    Files.createDirectories(files.savepoints());
    assertThat(files.load()).contains(STATE);

    files.forget();
    assertThat(files.load()).isEmpty();
    assertThat(files.working()).doesNotExist();
    assertThat(files.savepoints()).exists();
  }

  @Test
  void saysWhatToDoWithAStateThatCannotBeRead() throws IOException {
    files.save(STATE);
    Path file = files.cluster().resolve("state.json");
    Files.writeString(file, "{\"options\":");

    assertThatThrownBy(files::load)
        .isInstanceOf(CommandFailure.class)
        .hasMessage(file + " cannot be read; end the cluster's processes by hand and delete it");
  }

  @Test
  void handsTheUrlOfRedisOnInAFileForItsOwnerAlone() throws IOException {
    Path file = RedisUrlFile.write(files, "redis://:secret@localhost:1");

    assertThat(file).hasContent("redis://:secret@localhost:1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(RedisUrlFile.write(files, "redis://localhost:2")).isNotEqualTo(file);
  }

  @Test
  void letsOneCommandAtATimeStartOrStop() throws InterruptedException, ExecutionException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    FutureTask<String> first =
        new FutureTask<>(
            () ->
                ClusterLock.holding(
                    files,
                    () -> {
                      held.countDown();
                      awaitQuietly(done);
                      return "done";
                    }));
    Thread thread = new Thread(first, "first");
    thread.start();
    held.await();

    assertThatThrownBy(() -> ClusterLock.holding(files, () -> "second"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("another command starts or stops the cluster");

    done.countDown();
    assertThat(first.get()).isEqualTo("done");
    assertThat(ClusterLock.<String>holding(files, () -> "third")).isEqualTo("third");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
