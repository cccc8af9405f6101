package io.tamiyo.host.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaRotationTest {

  private final DeltaRotation rotation = new DeltaRotation();

  @Test
  void servesAFewAtATimeAndGoesAround() {
    List<Integer> candidates = List.of(3, 5, 8);

    assertThat(rotation.next(candidates, 2)).containsExactly(3, 5);
    assertThat(rotation.next(candidates, 2)).containsExactly(8, 3);
    assertThat(rotation.next(candidates, 2)).containsExactly(5, 8);
  }

  @Test
  void goesOnBehindTheLastOneThoughCandidatesComeAndGo() {
    assertThat(rotation.next(List.of(1, 2, 9), 2)).containsExactly(1, 2);
    assertThat(rotation.next(List.of(0, 1, 4), 2)).containsExactly(4, 0);
  }

  @Test
  void servesNobodyTwiceInOneTurn() {
    assertThat(rotation.next(List.of(6), 4)).containsExactly(6);
    assertThat(rotation.next(List.of(), 4)).isEmpty();
    assertThat(rotation.next(List.of(6, 7), 0)).isEmpty();
    assertThat(rotation.next(List.of(6, 7), 1)).containsExactly(7);
  }
}
