package io.tamiyo.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {

  @TempDir private Path directory;

  @Test
  void belongsToOneHostAtATime() {
    Path store = directory.resolve("new/store");
    try (StoreDirectory held = StoreDirectory.open(store, StoreOptions.DEFAULTS)) {
      assertThat(held.hostId("host-a")).isEqualTo("host-a");
      assertThatThrownBy(() -> StoreDirectory.open(store, StoreOptions.DEFAULTS))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("in use by another host")
          .hasMessageContaining(store.toString());
    }

    try (StoreDirectory next = StoreDirectory.open(store, StoreOptions.DEFAULTS)) {
      assertThat(next.hostId("host-b")).isEqualTo("host-a");
    }
  }

  @Test
  void refusesLayerIdsThatWouldLeaveTheDirectory() {
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS)) {
      assertThatThrownBy(() -> store.layer("../x")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void saysWhatToDoAboutADirectoryThatIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> StoreDirectory.open(file, StoreOptions.DEFAULTS))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("give a directory that can be written");
  }

  @Test
  void saysWhatToDoAboutAHostIdThatIsNone() throws IOException {
    Files.writeString(directory.resolve("host-id"), "../x");
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS)) {
      assertThatThrownBy(() -> store.hostId("host-a"))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("remove it");
    }
  }

  @Test
  void writesTheHostIdAsAWholeOrNotAtAll() throws IOException {
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS)) {
      Files.createDirectory(directory.resolve("host-id.next"));
      assertThatThrownBy(() -> store.hostId("host-a")).isInstanceOf(StoreFailure.class);
      assertThat(directory.resolve("host-id")).doesNotExist();
      Files.delete(directory.resolve("host-id.next"));

      assertThat(store.hostId("host-a")).isEqualTo("host-a");
    }
  }
}
