package io.tamiyo.host.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskedOnceTest {

  private final AskedOnce<String> asked = new AskedOnce<>();

  @Test
  void givesWhatWasAskedForInItsOrderForAsLongAsItLives() {
    for (int round = 0; round < 3 * AskedOnce.MOST; round++) {
      asked.add("a" + round);
      asked.add("b" + round);
      assertThat(asked.poll()).isEqualTo("a" + round);
      assertThat(asked.poll()).isEqualTo("b" + round);
      assertThat(asked.poll()).isNull();
    }
  }

  @Test
  void losesNothingThatManyAskForAtOnce() {
    List<String> things = IntStream.range(0, AskedOnce.MOST).mapToObj(Integer::toString).toList();
    List<CompletableFuture<Void>> asking =
        things.stream().map(thing -> CompletableFuture.runAsync(() -> asked.add(thing))).toList();
    List<String> found = new ArrayList<>();
    while (found.size() < things.size()) {
      String next = asked.poll();
      if (next != null) {
        found.add(next);
      }
    }
    asking.forEach(CompletableFuture::join);

    assertThat(found).containsExactlyInAnyOrderElementsOf(things);
    assertThat(asked.poll()).isNull();
  }
}
