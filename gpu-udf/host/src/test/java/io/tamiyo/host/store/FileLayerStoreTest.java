package io.tamiyo.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLayerStoreTest extends LayerStoreContract {

  @TempDir private Path directory;

  @Override
  LayerStore open(long maxLogBytes) {
    return new FileLayerStore(file(), new StoreOptions(false, maxLogBytes));
  }

  private Path file() {
    return directory.resolve("layer-1.log");
  }

  @Test
  void cutsTheLastRecordWhereverItsWritingWasTorn() throws IOException {
    List<LayerRecord> records = TestingRecords.all();
    byte[] before = written(records.subList(0, records.size() - 1));
    byte[] whole = written(records);
    for (int length = before.length; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));

      LayerSnapshot recovered = recoverAndAppend(records.get(records.size() - 1));

      assertThat(recovered).as("cut at %d", length).isEqualTo(TestingRecords.after(6));
      assertThat(Files.readAllBytes(file())).as("cut at %d", length).isEqualTo(whole);
    }
  }

  @Test
  void cutsATailOfZerosThatALossOfPowerLeaves() throws IOException {
    List<LayerRecord> records = TestingRecords.all();
    byte[] before = written(records.subList(0, records.size() - 1));
    byte[] whole = written(records);
    for (int zeros = before.length; zeros < whole.length - 1; zeros += 5) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, zeros, torn.length - 1, (byte) 0);
      Files.write(file(), torn);

      LayerSnapshot recovered = recoverAndAppend(records.get(records.size() - 1));

      assertThat(recovered).as("zeros from %d", zeros).isEqualTo(TestingRecords.after(6));
    }
  }

  @Test
  void refusesAChangedByteAnywhereOfWhatWasDurable() throws IOException {
    byte[] whole = written(TestingRecords.all());
    for (int at = 0; at < whole.length - 1; at += 7) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file(), changed);

      assertThatThrownBy(this::recover)
          .as("byte %d", at)
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("layer-1.log")
          .hasMessageContaining("restore the file from a copy");
      assertThat(Files.readAllBytes(file())).isEqualTo(changed);
    }
  }

  @Test
  void refusesARecordThatIsMissingInTheMiddle() throws IOException {
    List<LayerRecord> records = TestingRecords.all();
    written(List.of(records.get(0), records.get(2)));

    assertThatThrownBy(this::recover)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("record 3 of layer layer-1 follows record 1");
  }

  @Test
  void refusesAFileThatWasCutInItsSnapshot() throws IOException {
    byte[] birth = written(List.of());
    for (int length = 0; length < birth.length; length++) {
      Files.write(file(), Arrays.copyOf(birth, length));

      assertThatThrownBy(this::recover).isInstanceOf(StoreFailure.class);
    }
  }

  @Test
  void keepsTheLogWhenACompactionDiesBeforeItsRename() throws IOException {
    byte[] whole = written(TestingRecords.all());
    Files.writeString(directory.resolve("layer-1.log.next"), "half a snapsh");

    assertThat(recover()).isEqualTo(TestingRecords.after(TestingRecords.all().size()));
    assertThat(Files.readAllBytes(file())).isEqualTo(whole);
  }

  @Test
  void saysWhereARecordCouldNotBeWrittenAndTakesItBack() throws IOException {
    FileLayerStore store = new FileLayerStore(file(), StoreOptions.DEFAULTS);
    store.begin(TestingRecords.BIRTH);
    store.close();

    assertThatThrownBy(() -> store.append(TestingRecords.all().get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("neither recovered nor begun");
    assertThat(recover()).isEqualTo(TestingRecords.BIRTH);
  }

  @Test
  void keepsWhatItWasGivenWhenItSyncsToo() {
    List<LayerRecord> records = TestingRecords.all();
    try (LayerStore store = new FileLayerStore(file(), new StoreOptions(true, 1))) {
      store.begin(TestingRecords.BIRTH);
      records.forEach(store::append);
      store.commit();
      store.commit();
      assertThat(recover()).isEqualTo(TestingRecords.after(records.size()));
      store.compact(TestingRecords.after(records.size()));
    }

    assertThat(recover()).isEqualTo(TestingRecords.after(records.size()));
  }

  private byte[] written(List<LayerRecord> records) throws IOException {
    Files.deleteIfExists(file());
    try (LayerStore store = open(1 << 20)) {
      store.begin(TestingRecords.BIRTH);
      records.forEach(store::append);
    }
    return Files.readAllBytes(file());
  }

  private LayerSnapshot recover() {
    try (LayerStore store = open(1 << 20)) {
      return store.recover().map(LayerState::snapshot).orElseThrow();
    }
  }

  private LayerSnapshot recoverAndAppend(LayerRecord next) {
    try (LayerStore store = open(1 << 20)) {
      LayerSnapshot recovered = store.recover().map(LayerState::snapshot).orElseThrow();
      store.append(next);
      return recovered;
    }
  }
}
