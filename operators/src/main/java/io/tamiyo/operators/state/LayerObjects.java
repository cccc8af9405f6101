package io.tamiyo.operators.state;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * What an operator knows of the layers that were busy last, as objects: writing one to the state
 * backend at every message costs more than all the rest. They are written before each checkpoint,
 * and when one makes room for another; so state is complete at every barrier and moves with its key
 * group.
 *
 * @param <T> the object that is worked with
 * @param <S> the value that is kept of it; never changed afterwards, since a snapshot may still be
 *     reading it
 */
public final class LayerObjects<T, S> {

  private static final class Cached<T> {
    final T object;
    boolean dirty;

    Cached(T object) {
      this.object = object;
    }
  }

  private final ValueState<S> state;
  private final KeyContext keys;
  private final int maxLayers;
  private final Function<S, T> reader;
  private final Function<T, S> writer;
  private final Map<String, Cached<T>> layers = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param keys sets the layer whose state is read and written
   * @param maxLayers objects that are kept at most
   * @param reader makes an object of what is kept
   * @param writer makes of an object what is kept
   */
  public LayerObjects(
      ValueState<S> state,
      KeyContext keys,
      int maxLayers,
      Function<S, T> reader,
      Function<T, S> writer) {
    this.state = state;
    this.keys = keys;
    this.maxLayers = maxLayers;
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * The object of the current key's layer; what is changed in it is kept only if {@link #changed}
   * is told.
   *
   * @param fresh makes the object of a layer of which nothing is known
   */
  public T get(String layer, Supplier<T> fresh) throws IOException {
    Cached<T> cached = layers.get(layer);
    return cached == null ? loaded(layer, fresh).object : cached.object;
  }

  /** The object of the current key's layer, which is going to change. */
  public T changing(String layer, Supplier<T> fresh) throws IOException {
    Cached<T> cached = layers.get(layer);
    if (cached == null) {
      cached = loaded(layer, fresh);
    }
    cached.dirty = true;
    return cached.object;
  }

  /** The object that was got last has changed. */
  public void changed(String layer) {
    Cached<T> cached = layers.get(layer);
    if (cached != null) {
      cached.dirty = true;
    }
  }

  /** Forgets the current key's layer. */
  public void forget(String layer) {
    layers.remove(layer);
    state.clear();
  }

  /** Writes what has changed since it was written last. Afterwards another key may be current. */
  public void write() throws IOException {
    for (Map.Entry<String, Cached<T>> entry : layers.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  private Cached<T> loaded(String layer, Supplier<T> fresh) throws IOException {
    S stored = state.value();
    Cached<T> cached = new Cached<>(stored == null ? fresh.get() : reader.apply(stored));
    layers.put(layer, cached);
    if (layers.size() > maxLayers) {
      writeOldest();
      keys.setCurrentKey(layer);
    }
    return cached;
  }

  private void writeOldest() throws IOException {
    Iterator<Map.Entry<String, Cached<T>>> oldestFirst = layers.entrySet().iterator();
    Map.Entry<String, Cached<T>> oldest = oldestFirst.next();
    write(oldest.getKey(), oldest.getValue());
    oldestFirst.remove();
  }

  private void write(String layer, Cached<T> cached) throws IOException {
    if (cached.dirty) {
      keys.setCurrentKey(layer);
      state.update(writer.apply(cached.object));
      cached.dirty = false;
    }
  }
}
