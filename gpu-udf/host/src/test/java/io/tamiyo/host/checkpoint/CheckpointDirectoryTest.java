package io.tamiyo.host.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedTable;
import io.tamiyo.host.store.CheckedFile;
import io.tamiyo.host.store.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest extends CheckpointStoreContract {

  @TempDir private Path directory;

  @Override
  CheckpointStore store() {
    return new CheckpointDirectory(directory.resolve("checkpoints"), MOST, true);
  }

  @Test
  void findsThemAgainAfterARestart() {
    store().put("cp-1", layers(new SplittableRandom(1)));

    CheckpointStore restarted = store();
    assertThat(restarted.ids()).containsExactly("cp-1");
    assertThat(restarted.get("cp-1")).isEqualTo(layers(new SplittableRandom(1)));
    assertThat(restarted.bytes("cp-1", "a")).isPositive();
  }

  @Test
  void refusesAFileThatWasChangedInAnyByte() throws IOException {
    CheckpointStore store = store();
    store.put("cp-1", layers(new SplittableRandom(1)));
    Path file = directory.resolve("checkpoints").resolve("cp-1").resolve("a.checkpoint");
    byte[] written = Files.readAllBytes(file);
    for (int place = 0; place < written.length; place += 7) {
      byte[] changed = written.clone();
      changed[place] ^= 4;
      Files.write(file, changed);
      assertThatThrownBy(() -> store.get("cp-1"))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("a.checkpoint is not as it was written");
    }
    Files.write(file, Arrays.copyOf(written, written.length / 2));
    assertThatThrownBy(() -> store.get("cp-1")).isInstanceOf(StoreFailure.class);
    Files.write(file, new byte[2]);
    assertThatThrownBy(() -> store.get("cp-1")).isInstanceOf(StoreFailure.class);
  }

  @Test
  void refusesAnotherFormatAndAnotherVersion() {
    CheckpointStore store = store();
    store.put("cp-1", layers(new SplittableRandom(1)));
    Path file = directory.resolve("checkpoints").resolve("cp-1").resolve("a.checkpoint");

    new CheckedFile(CheckpointCodec.LETTERS, CheckpointCodec.VERSION + 1, false)
        .write(file, new byte[0]);
    assertThatThrownBy(() -> store.get("cp-1")).hasMessageContaining("version after 2");
    new CheckedFile("WHAT", CheckpointCodec.VERSION, false).write(file, new byte[0]);
    assertThatThrownBy(() -> store.get("cp-1")).hasMessageContaining("another format");
    new CheckedFile(CheckpointCodec.LETTERS, CheckpointCodec.VERSION, false)
        .write(file, new byte[20]);
    assertThatThrownBy(() -> store.get("cp-1")).isInstanceOf(StoreFailure.class);
  }

  @Test
  void readsWhatTheFirstReleaseHasWritten() throws IOException {
    Path old = Files.createDirectories(directory.resolve("checkpoints").resolve("cp-1"));
    try (InputStream golden =
        Objects.requireNonNull(getClass().getResourceAsStream("/golden/checkpoint-v1"))) {
      Files.copy(golden, old.resolve("a.checkpoint"));
    }
    LayerCheckpoint now = TestingCheckpoints.random("a", new SplittableRandom(1));
    List<Seed> untried =
        now.seeds().seeds().stream()
            .map(
                seed ->
                    new Seed(
                        seed.id(),
                        seed.state(),
                        seed.revision(),
                        seed.epochsInState(),
                        seed.blueprintId(),
                        seed.strategy(),
                        seed.origin()))
            .toList();

    assertThat(store().get("cp-1").get("a"))
        .isEqualTo(
            new LayerCheckpoint(
                now.features(),
                now.trainingEpoch(),
                now.recordNumber(),
                new SeedTable("a", untried),
                now.live(),
                now.kept()));
  }

  @Test
  void listsNothingThatAKillLeftUnfinished() throws IOException {
    CheckpointStore store = store();
    store.put("cp-1", layers(new SplittableRandom(1)));
    Path unfinished = directory.resolve("checkpoints").resolve(".unnamed");
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("a.checkpoint"), "half");

    assertThat(store.ids()).containsExactly("cp-1");
    store.put("cp-2", layers(new SplittableRandom(2)));
    assertThat(store.get("cp-2")).isEqualTo(layers(new SplittableRandom(2)));
  }

  @Test
  void saysWhichFileCannotBeWrittenAndKeepsTheOthers() throws IOException {
    CheckpointStore store = store();
    store.put("cp-1", layers(new SplittableRandom(1)));
    Files.writeString(directory.resolve("checkpoints").resolve("cp-2"), "in the way");

    assertThatThrownBy(() -> store.put("cp-2", layers(new SplittableRandom(2))))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("cp-2");
    assertThat(store.get("cp-1")).isEqualTo(layers(new SplittableRandom(1)));
  }
}
