package io.tamiyo.host.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoresTest {

  @TempDir private Path directory;

  @Test
  void closesTheLogsOfAHostThatCouldNotBeOpened() {
    HostStores stores = HostStores.in(directory, StoreOptions.DEFAULTS);
    LayerStore layer = stores.layer("layer-1");
    layer.begin(LayerSnapshot.born("layer-1", 1, 4, "0-0"));
    layer.append(new LayerRecord.Published(0));

    stores.close();

    assertThatThrownBy(() -> layer.append(new LayerRecord.Published(0)))
        .isInstanceOf(IllegalStateException.class);
    try (HostStores next = HostStores.in(directory, StoreOptions.DEFAULTS)) {
      assertThat(next.layer("layer-1").recover()).isPresent();
    }
  }

  @Test
  void knowsOfLayersThatThisHostDoesNotHave() {
    try (HostStores first = HostStores.in(directory, StoreOptions.DEFAULTS)) {
      first.layer("layer-1").begin(LayerSnapshot.born("layer-1", 1, 4, "0-0"));
      assertThat(first.hasOtherLayers()).isFalse();
    }
    try (HostStores next = HostStores.in(directory, StoreOptions.DEFAULTS)) {
      next.layer("layer-2").begin(LayerSnapshot.born("layer-2", 1, 4, "0-0"));
      assertThat(next.hasOtherLayers()).isTrue();
    }
  }
}
