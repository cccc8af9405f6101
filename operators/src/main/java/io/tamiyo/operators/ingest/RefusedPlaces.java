package io.tamiyo.operators.ingest;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The places that were one too many in a layer, the newest ones: only what stands here is known not
 * to have passed, since a place says no more than that its entry has come.
 */
final class RefusedPlaces {

  /** About 1 MB; as many as letters are kept of all layers, so that each of those is known. */
  static final int MOST = 10_000;

  private final Set<RefusedPlace> places = new LinkedHashSet<>();

  /**
   * @param places longest refused first
   */
  RefusedPlaces(Collection<RefusedPlace> places) {
    this.places.addAll(places);
  }

  /** Notes one; beyond the bound the one that was refused first is forgotten. */
  void add(RefusedPlace place) {
    places.add(place);
    if (places.size() > MOST) {
      places.remove(places.iterator().next());
    }
  }

  /** Takes one away; returns whether it was there. */
  boolean take(RefusedPlace place) {
    return places.remove(place);
  }

  /** What is to be kept, longest refused first. */
  List<RefusedPlace> stored() {
    return List.copyOf(places);
  }
}
