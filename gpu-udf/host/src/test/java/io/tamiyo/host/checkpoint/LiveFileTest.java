package io.tamiyo.host.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFileTest {

  @TempDir private Path directory;

  @Test
  void givesBackTheLastThatWasWritten() {
    LiveFile file = new LiveFile(directory.resolve("live").resolve("a"), true);
    assertThat(file.read()).isEmpty();
    List<LiveWeights> first = TestingCheckpoints.random("a", new SplittableRandom(1)).live();
    List<LiveWeights> second = TestingCheckpoints.random("a", new SplittableRandom(2)).live();

    file.write(first);
    assertThat(file.read()).isEqualTo(first).isNotEqualTo(second).isNotEmpty();
    file.write(second);
    assertThat(file.read()).isEqualTo(second);
  }

  @Test
  void refusesWhatIsNotAsItWasWritten() throws IOException {
    Path path = directory.resolve("a");
    LiveFile file = new LiveFile(path, false);
    file.write(TestingCheckpoints.random("a", new SplittableRandom(1)).live());
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length / 2]++;
    Files.write(path, bytes);

    assertThatThrownBy(file::read)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("not as it was written");
    Files.delete(path);
    Files.createDirectory(path);
    assertThatThrownBy(file::read).isInstanceOf(StoreFailure.class);
    assertThatThrownBy(() -> file.write(List.of())).isInstanceOf(StoreFailure.class);
  }
}
