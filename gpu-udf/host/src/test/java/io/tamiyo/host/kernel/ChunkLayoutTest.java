package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChunkLayoutTest {

  @Test
  void givesEveryFeatureToOneSeedWhateverTheRemainder() {
    for (int features = 1; features <= 70; features++) {
      for (int seeds = 1; seeds <= features; seeds++) {
        ChunkLayout layout = new ChunkLayout(features, seeds);
        int next = 0;
        for (int seed = 0; seed < seeds; seed++) {
          assertThat(layout.start(seed)).as("start of %d in %s", seed, layout).isEqualTo(next);
          for (; next < layout.end(seed); next++) {
            assertThat(layout.seedOf(next)).as("%d in %s", next, layout).isEqualTo(seed);
          }
        }
        assertThat(next).as("covered by %s", layout).isEqualTo(features);
      }
    }
  }

  @Test
  void spreadsTheRemainderOverTheFirstChunks() {
    ChunkLayout layout = new ChunkLayout(128, 100);

    assertThat(layout.size(0)).isEqualTo(2);
    assertThat(layout.size(27)).isEqualTo(2);
    assertThat(layout.size(28)).isEqualTo(1);
    assertThat(layout.end(99)).isEqualTo(128);
  }

  @Test
  void refusesALayerWithFewerFeaturesThanSeeds() {
    assertThatThrownBy(() -> new ChunkLayout(99, 100))
        .hasMessage("features is 99, fewer than seeds (100): every seed needs a feature");
    assertThatThrownBy(() -> new ChunkLayout(99, 0)).hasMessageContaining("seeds is 0");
  }

  @Test
  void refusesSeedsAndFeaturesThatDoNotExist() {
    ChunkLayout layout = new ChunkLayout(5, 2);

    assertThatThrownBy(() -> layout.start(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> layout.size(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> layout.seedOf(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> layout.seedOf(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
