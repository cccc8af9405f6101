package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.host.blueprint.BlueprintKind;
import io.tamiyo.host.grafting.AlphaRules;
import org.junit.jupiter.api.Test;

class LearningOptionsTest {

  private static final AlphaRules RULES = AlphaRules.over(50);

  @Test
  void hasTheDefaultsThatItsDocumentationPromises() {
    assertThat(LearningOptions.DEFAULTS)
        .isEqualTo(new LearningOptions(BlueprintKind.BOTH, 0.1, 0.05, 0.02, RULES, 42));
    assertThat(RULES).isEqualTo(new AlphaRules(50, 0.05, 0.9, 10, 0.8));
  }

  @Test
  void changesOneOptionAtATime() {
    assertThat(
            LearningOptions.DEFAULTS
                .withKind(BlueprintKind.SCALE)
                .withGraftRate(0)
                .withAlphaRules(AlphaRules.over(3))
                .withRandomSeed(7))
        .isEqualTo(new LearningOptions(BlueprintKind.SCALE, 0.1, 0.05, 0, AlphaRules.over(3), 7));
  }

  @Test
  void refusesRatesWithWhichNothingIsLearned() {
    assertThatThrownBy(() -> new LearningOptions(BlueprintKind.BOTH, 0, 0.05, 0.02, RULES, 1))
        .hasMessage("blueprintRate is 0.0, not between 0 and 1");
    assertThatThrownBy(() -> new LearningOptions(BlueprintKind.BOTH, 1, 0.05, 0.02, RULES, 1))
        .hasMessageContaining("blueprintRate");
    assertThatThrownBy(() -> new LearningOptions(BlueprintKind.BOTH, 0.1, 0, 0.02, RULES, 1))
        .hasMessage("moduleRate is 0.0, not above 0");
    assertThatThrownBy(() -> LearningOptions.DEFAULTS.withGraftRate(-1))
        .hasMessage("graftRate is -1.0, not 0 or more");
  }
}
