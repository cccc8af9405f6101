package io.tamiyo.operators.anomaly;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/**
 * The histories of the layers that reported last, as objects: writing one to the state backend at
 * every report costs more than all the rest. They are written at each checkpoint, and when one
 * makes room for another; so state is complete at every barrier and moves with its key group.
 */
final class Histories {

  private static final class Cached {
    final LayerHistory history;
    boolean dirty;

    Cached(LayerHistory history) {
      this.history = history;
    }
  }

  private final ValueState<StoredHistory> state;
  private final KeyContext keys;
  private final int maxLayers;
  private final Map<String, Cached> layers = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param keys sets the layer whose state is read and written
   * @param maxLayers histories that are kept as objects
   */
  Histories(ValueState<StoredHistory> state, KeyContext keys, int maxLayers) {
    this.state = state;
    this.keys = keys;
    this.maxLayers = maxLayers;
  }

  /** The history of the current key's layer, which is going to change. */
  LayerHistory changing(String layer, int window) throws IOException {
    Cached cached = layers.get(layer);
    if (cached == null) {
      cached = new Cached(loaded(state.value(), window));
      layers.put(layer, cached);
      if (layers.size() > maxLayers) {
        writeOldest();
        keys.setCurrentKey(layer);
      }
    }
    cached.dirty = true;
    return cached.history;
  }

  /** Forgets the history of the current key's layer. */
  void forget(String layer) {
    layers.remove(layer);
    state.clear();
  }

  /** Writes what has changed since it was written last. Afterwards another key may be current. */
  void write() throws IOException {
    for (Map.Entry<String, Cached> entry : layers.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  private void writeOldest() throws IOException {
    Iterator<Map.Entry<String, Cached>> oldestFirst = layers.entrySet().iterator();
    Map.Entry<String, Cached> oldest = oldestFirst.next();
    write(oldest.getKey(), oldest.getValue());
    oldestFirst.remove();
  }

  private void write(String layer, Cached cached) throws IOException {
    if (cached.dirty) {
      keys.setCurrentKey(layer);
      state.update(cached.history.stored());
      cached.dirty = false;
    }
  }

  private static LayerHistory loaded(@Nullable StoredHistory stored, int window) {
    return stored == null ? LayerHistory.empty(window) : LayerHistory.of(stored);
  }
}
