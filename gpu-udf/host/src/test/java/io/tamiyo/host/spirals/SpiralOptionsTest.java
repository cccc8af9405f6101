package io.tamiyo.host.spirals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpiralOptionsTest {

  @Test
  void hasTheDefaultsThatItsDocumentationPromises() {
    assertThat(SpiralOptions.of(128, 7))
        .isEqualTo(new SpiralOptions(128, 512, 512, 512, 0.08, 0.002, 0.0002, 7));
  }

  @Test
  void refusesOptionsThatCannotBeTrained() {
    assertThatThrownBy(() -> SpiralOptions.of(0, 7)).hasMessage("width is 0, not positive");
    assertThatThrownBy(() -> new SpiralOptions(1, 0, 1, 1, 0, 1, 0, 7))
        .hasMessage("trainingPoints is 0, not positive");
    assertThatThrownBy(() -> new SpiralOptions(1, 1, 0, 1, 0, 1, 0, 7))
        .hasMessage("heldOutPoints is 0, not positive");
    assertThatThrownBy(() -> new SpiralOptions(1, 1, 1, 0, 0, 1, 0, 7))
        .hasMessage("batchSize is 0, not positive");
  }
}
