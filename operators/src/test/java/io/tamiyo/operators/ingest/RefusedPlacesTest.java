package io.tamiyo.operators.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedPlacesTest {

  private static RefusedPlace place(long sequence) {
    return new RefusedPlace("host", "stream", 1, sequence);
  }

  @Test
  void givesEachPlaceOnce() {
    RefusedPlaces places = new RefusedPlaces(List.of(place(1)));
    places.add(place(2));
    assertThat(places.take(place(1))).isTrue();
    assertThat(places.take(place(1))).isFalse();
    assertThat(places.take(new RefusedPlace("host", "stream", 2, 2))).isFalse();
    assertThat(places.stored()).containsExactly(place(2));
  }

  @Test
  void forgetsTheOldestBeyondItsBound() {
    RefusedPlaces places = new RefusedPlaces(List.of());
    for (int sequence = 0; sequence <= RefusedPlaces.MOST; sequence++) {
      places.add(place(sequence));
    }
    assertThat(places.stored()).hasSize(RefusedPlaces.MOST).doesNotContain(place(0));
  }
}
