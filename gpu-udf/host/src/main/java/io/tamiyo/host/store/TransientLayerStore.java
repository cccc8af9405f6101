package io.tamiyo.host.store;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.util.Optional;

/**
 * No store: a host that is started without one keeps nothing beyond its process, and draws a new
 * host epoch at every start, so that commands which were decided on its earlier life are refused.
 */
public final class TransientLayerStore implements LayerStore {

  @Override
  public Optional<LayerState> recover() {
    return Optional.empty();
  }

  @Override
  public void begin(LayerSnapshot born) {}

  @Override
  public void append(LayerRecord layerRecord) {}

  @Override
  public void commit() {}

  @Override
  public boolean isOutgrown() {
    return false;
  }

  @Override
  public void compact(LayerSnapshot snapshot) {}

  @Override
  public void close() {}
}
