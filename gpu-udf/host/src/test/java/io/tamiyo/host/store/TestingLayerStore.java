package io.tamiyo.host.store;

import io.tamiyo.host.commands.LayerRecord;
import io.tamiyo.host.commands.LayerSnapshot;
import io.tamiyo.host.commands.LayerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps records in memory beyond {@link #close}, and fails when it is told to. */
public final class TestingLayerStore implements LayerStore {

  private final int maxRecords;
  private final List<LayerRecord> records = new ArrayList<>();
  private @Nullable LayerSnapshot snapshot;
  private int failingAppends;

  public TestingLayerStore(int maxRecords) {
    this.maxRecords = maxRecords;
  }

  /** The next so many appends fail. */
  public synchronized void failAppends(int count) {
    failingAppends = count;
  }

  /** What was appended since the last snapshot. */
  public synchronized List<LayerRecord> records() {
    return List.copyOf(records);
  }

  @Override
  public synchronized Optional<LayerState> recover() {
    LayerSnapshot first = snapshot;
    if (first == null) {
      return Optional.empty();
    }
    LayerState state = new LayerState(first);
    records.forEach(state::apply);
    return Optional.of(state);
  }

  @Override
  public synchronized void begin(LayerSnapshot born) {
    compact(born);
  }

  @Override
  public synchronized void append(LayerRecord layerRecord) {
    if (failingAppends > 0) {
      failingAppends--;
      throw new StoreFailure("no space left on device");
    }
    records.add(layerRecord);
  }

  @Override
  public synchronized void commit() {}

  @Override
  public synchronized boolean isOutgrown() {
    return records.size() > maxRecords;
  }

  @Override
  public synchronized void compact(LayerSnapshot next) {
    snapshot = next;
    records.clear();
  }

  @Override
  public synchronized void close() {}
}
