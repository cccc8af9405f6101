package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.blueprint.AlphaRamp;
import org.junit.jupiter.api.Test;

class LearningOptionsTest {

  @Test
  void hasTheDefaultsThatItsDocumentationPromises() {
    assertThat(LearningOptions.DEFAULTS).isEqualTo(new LearningOptions(0.1, new AlphaRamp(50), 42));
  }

  @Test
  void refusesARateWithWhichNothingIsLearned() {
    AlphaRamp ramp = new AlphaRamp(1);
    assertThatThrownBy(() -> new LearningOptions(0, ramp, 1))
        .hasMessage("blueprintRate is 0.0, not between 0 and 1");
    assertThatThrownBy(() -> new LearningOptions(1, ramp, 1)).hasMessageContaining("blueprintRate");
  }
}
