package io.tamiyo.host.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlphaRampTest {

  @Test
  void risesInAStraightLineAndStaysAtOne() {
    AlphaRamp ramp = new AlphaRamp(4);

    assertThat(ramp.alphaAt(0)).isEqualTo(0.0);
    assertThat(ramp.alphaAt(1)).isEqualTo(0.25);
    assertThat(ramp.alphaAt(3)).isEqualTo(0.75);
    assertThat(ramp.alphaAt(4)).isEqualTo(1.0);
    assertThat(ramp.alphaAt(400)).isEqualTo(1.0);
    assertThat(ramp.alphaAt(-1)).isEqualTo(0.0);
  }

  @Test
  void graftsAtOnceIfItHasNoLength() {
    assertThat(new AlphaRamp(0).alphaAt(0)).isEqualTo(1.0);
    assertThatThrownBy(() -> new AlphaRamp(-1)).hasMessageContaining("-1");
  }
}
