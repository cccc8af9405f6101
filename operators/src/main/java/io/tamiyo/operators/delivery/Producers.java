package io.tamiyo.operators.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each producer of a layer, by stream. A layer mostly has one stream, and hundreds
 * of thousands of entries a second are looked up here: the last stream is looked at first.
 *
 * @param <P> what is known of one
 */
public final class Producers<P extends Producers.Known> {

  private static final Comparator<Known> BY_SILENCE =
      Comparator.comparingLong(known -> known.heard);

  /** What is known of a producer in a stream. */
  public abstract static class Known {

    private final String producer;
    private final String stream;
    private long heard;

    protected Known(String producer, String stream) {
      this.producer = producer;
      this.stream = stream;
    }

    /** Who numbers; always the same object, whose hash is known. */
    public final String producer() {
      return producer;
    }

    /** Where. */
    public final String stream() {
      return stream;
    }

    void setHeard(long now) {
      heard = now;
    }
  }

  private final Map<String, Map<String, P>> streams = new HashMap<>();
  private String lastStream = "";
  private Map<String, P> ofLastStream = Map.of();
  private int size;
  private long heard;

  /** What is known of a producer, or null when it is new. */
  public @Nullable P find(String producer, String stream) {
    return of(stream).get(producer);
  }

  /** A producer is not silent now. */
  public void hear(P known) {
    known.setHeard(heard++);
  }

  /** Adds a producer that is new. */
  public void add(P known) {
    hear(known);
    streams.computeIfAbsent(known.stream(), any -> new HashMap<>()).put(known.producer(), known);
    lastStream = "";
    ofLastStream = Map.of();
    size++;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** All of them, longest silent first. */
  public List<P> longestSilentFirst() {
    List<P> all = new ArrayList<>(size);
    streams.values().forEach(producers -> all.addAll(producers.values()));
    all.sort(BY_SILENCE);
    return all;
  }

  /** Takes away the one that was silent longest. */
  public P removeLongestSilent() {
    P silent = longestSilentFirst().get(0);
    Map<String, P> ofStream = of(silent.stream());
    ofStream.remove(silent.producer());
    if (ofStream.isEmpty()) {
      streams.remove(silent.stream());
      lastStream = "";
      ofLastStream = Map.of();
    }
    size--;
    return silent;
  }

  private Map<String, P> of(String stream) {
    if (!lastStream.equals(stream)) {
      ofLastStream = streams.getOrDefault(stream, Map.of());
      lastStream = stream;
    }
    return ofLastStream;
  }
}
