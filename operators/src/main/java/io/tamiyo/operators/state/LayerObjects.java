package io.tamiyo.operators.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

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

  /** One in so many makes room at once: to find the oldest takes a look at all. */
  private static final int LEAVE_AT_ONCE = 16;

  private static final class Cached<T> {
    final String layer;
    final T object;
    boolean dirty;
    long used;

    Cached(String layer, T object) {
      this.layer = layer;
      this.object = object;
    }
  }

  private final ValueState<S> state;
  private final KeyContext keys;
  private final int maxLayers;
  private final Function<S, T> reader;
  private final Function<T, S> writer;
  private final Map<String, Cached<T>> layers = new HashMap<>();
  private @Nullable Cached<T> last;
  private long uses;

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

  /** Whether a layer's object is at hand, whatever key is current. */
  public boolean has(String layer) {
    return atHand(layer) != null;
  }

  /**
   * The object of the current key's layer; what is changed in it is kept only if {@link #changed}
   * is told.
   *
   * @param fresh makes the object of a layer of which nothing is known
   */
  public T get(String layer, Supplier<T> fresh) throws IOException {
    return cached(layer, fresh).object;
  }

  /** The object of the current key's layer, which is going to change. */
  public T changing(String layer, Supplier<T> fresh) throws IOException {
    Cached<T> cached = cached(layer, fresh);
    cached.dirty = true;
    return cached.object;
  }

  /** The object that was got last has changed. */
  public void changed() {
    if (last != null) {
      last.dirty = true;
    }
  }

  /** Forgets the current key's layer. */
  public void forget(String layer) {
    layers.remove(layer);
    last = null;
    state.clear();
  }

  /** Writes what has changed since it was written last. Afterwards another key may be current. */
  public void write() throws IOException {
    for (Cached<T> cached : layers.values()) {
      write(cached);
    }
  }

  private Cached<T> cached(String layer, Supplier<T> fresh) throws IOException {
    Cached<T> cached = atHand(layer);
    if (cached == null) {
      cached = loaded(layer, fresh);
      last = cached;
    }
    cached.used = uses++;
    return cached;
  }

  private @Nullable Cached<T> atHand(String layer) {
    Cached<T> before = last;
    if (before != null && before.layer.equals(layer)) {
      return before;
    }
    Cached<T> found = layers.get(layer);
    last = found;
    return found;
  }

  private Cached<T> loaded(String layer, Supplier<T> fresh) throws IOException {
    S stored = state.value();
    if (layers.size() >= maxLayers) {
      makeRoom();
      keys.setCurrentKey(layer);
    }
    Cached<T> cached = new Cached<>(layer, stored == null ? fresh.get() : reader.apply(stored));
    layers.put(layer, cached);
    return cached;
  }

  private void makeRoom() throws IOException {
    List<Cached<T>> oldestFirst = new ArrayList<>(layers.values());
    oldestFirst.sort(Comparator.comparingLong(cached -> cached.used));
    for (Cached<T> old : oldestFirst.subList(0, 1 + layers.size() / LEAVE_AT_ONCE)) {
      write(old);
      layers.remove(old.layer);
    }
  }

  private void write(Cached<T> cached) throws IOException {
    if (cached.dirty) {
      keys.setCurrentKey(cached.layer);
      state.update(writer.apply(cached.object));
      cached.dirty = false;
    }
  }
}
