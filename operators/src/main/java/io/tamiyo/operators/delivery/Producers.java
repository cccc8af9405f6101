package io.tamiyo.operators.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each producer of a layer, by stream. Hundreds of thousands of entries a second
 * are looked up here, nearly each of another producer than the one before, so that a lookup costs
 * what it takes to fetch: a table of what is known itself, probed one place after the other.
 *
 * @param <P> what is known of one
 */
public final class Producers<P extends Producers.Known> {

  private static final Comparator<Known> BY_SILENCE =
      Comparator.comparingLong(known -> known.heard);

  private static final int LEAST_PLACES = 8;

  /** What is known of a producer in a stream. */
  public abstract static class Known {

    private final String producer;
    private final String stream;
    private long heard;

    protected Known(String producer, String stream) {
      this.producer = producer;
      this.stream = stream;
    }

    /** Who numbers. */
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

    boolean isOf(String ofProducer, String ofStream) {
      return producer.equals(ofProducer) && stream.equals(ofStream);
    }
  }

  private List<@Nullable P> places = new ArrayList<>();

  /** Of who stands on each place: a look at these costs less than one at a stranger. */
  private int[] hashes = {};

  private int size;
  private long heard;

  /** Of nobody yet. */
  public Producers() {
    clear(LEAST_PLACES);
  }

  /** What is known of a producer, or null when it is new. */
  public @Nullable P find(String producer, String stream) {
    int hash = producer.hashCode();
    for (int place = placeOf(hash); ; place = next(place)) {
      if (hashes[place] == hash) {
        P known = places.get(place);
        if (known == null || known.isOf(producer, stream)) {
          return known;
        }
      } else if (hashes[place] == 0 && places.get(place) == null) {
        return null;
      }
    }
  }

  /** A producer is not silent now. */
  public void hear(P known) {
    known.setHeard(heard++);
  }

  /** Adds a producer that is new. */
  public void add(P known) {
    hear(known);
    size++;
    if (2 * size > hashes.length) {
      List<P> all = all();
      clear(2 * hashes.length);
      all.forEach(this::put);
    }
    put(known);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** All of them, longest silent first. */
  public List<P> longestSilentFirst() {
    List<P> all = all();
    all.sort(BY_SILENCE);
    return all;
  }

  /** Takes away the one that was silent longest. */
  public P removeLongestSilent() {
    List<P> all = longestSilentFirst();
    P silent = all.remove(0);
    clear(hashes.length);
    all.forEach(this::put);
    size--;
    return silent;
  }

  private List<P> all() {
    List<P> all = new ArrayList<>(size);
    for (P known : places) {
      if (known != null) {
        all.add(known);
      }
    }
    return all;
  }

  /** Makes room; at most half of the places, a power of two, are taken. */
  private void clear(int room) {
    places = new ArrayList<>(Collections.nCopies(room, null));
    hashes = new int[room];
  }

  private void put(P known) {
    int hash = known.producer().hashCode();
    int place = placeOf(hash);
    while (places.get(place) != null) {
      place = next(place);
    }
    places.set(place, known);
    hashes[place] = hash;
  }

  private int placeOf(int hash) {
    return (hash ^ hash >>> 16) & hashes.length - 1;
  }

  private int next(int place) {
    return place + 1 & hashes.length - 1;
  }
}
