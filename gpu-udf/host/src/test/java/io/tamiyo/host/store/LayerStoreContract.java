package io.tamiyo.host.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store that keeps anything does. */
abstract class LayerStoreContract {

  /** The store of one layer; called again it is what a restarted host would open. */
  abstract LayerStore open(long maxLogBytes);

  private LayerStore open() {
    return open(1 << 20);
  }

  @Test
  void isEmptyBeforeItsLayerBegins() {
    try (LayerStore store = open()) {
      assertThat(store.recover()).isEmpty();
    }
  }

  @Test
  void findsALayerThatHasOnlyBegun() {
    try (LayerStore store = open()) {
      assertThat(store.recover()).isEmpty();
      store.begin(TestingRecords.BIRTH);
    }

    assertThat(recovered()).isEqualTo(TestingRecords.BIRTH);
  }

  @Test
  void findsEveryKindOfRecordAgain() {
    List<LayerRecord> records = TestingRecords.all();
    for (int count = 0; count < records.size(); count++) {
      try (LayerStore store = open()) {
        if (store.recover().isEmpty()) {
          store.begin(TestingRecords.BIRTH);
        }
        store.append(records.get(count));
        store.commit();
      }
      assertThat(recovered()).isEqualTo(TestingRecords.after(count + 1));
    }
  }

  @Test
  void findsWhatWasNotCommittedWhenOnlyTheProcessDied() {
    try (LayerStore store = open()) {
      store.begin(TestingRecords.BIRTH);
      TestingRecords.all().forEach(store::append);

      assertThat(recovered()).isEqualTo(TestingRecords.after(TestingRecords.all().size()));
    }
  }

  @Test
  void isTheSameAfterItsCompactionAndGoesOn() {
    List<LayerRecord> records = TestingRecords.all();
    int half = records.size() / 2;
    try (LayerStore store = open(1)) {
      store.begin(TestingRecords.BIRTH);
      assertThat(store.isOutgrown()).isFalse();
      records.subList(0, half).forEach(store::append);
      assertThat(store.isOutgrown()).isTrue();
      store.compact(TestingRecords.after(half));
      assertThat(store.isOutgrown()).isFalse();
    }
    assertThat(recovered()).isEqualTo(TestingRecords.after(half));
    try (LayerStore store = open()) {
      assertThat(store.recover()).isPresent();
      assertThat(store.isOutgrown()).isFalse();
      records.subList(half, records.size()).forEach(store::append);
    }

    assertThat(recovered()).isEqualTo(TestingRecords.after(records.size()));
  }

  private LayerSnapshot recovered() {
    try (LayerStore store = open()) {
      return store.recover().map(LayerState::snapshot).orElseThrow();
    }
  }
}
