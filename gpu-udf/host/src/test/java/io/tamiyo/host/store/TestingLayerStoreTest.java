package io.tamiyo.host.store;

import java.util.HashMap;
import java.util.Map;

class TestingLayerStoreTest extends LayerStoreContract {

  /** By the bound with which they were opened first, as one file would be found again. */
  private final Map<String, TestingLayerStore> kept = new HashMap<>();

  @Override
  LayerStore open(long maxLogBytes) {
    int maxRecords = maxLogBytes == 1 ? 0 : Integer.MAX_VALUE;
    return kept.computeIfAbsent("layer-1", id -> new TestingLayerStore(maxRecords));
  }
}
