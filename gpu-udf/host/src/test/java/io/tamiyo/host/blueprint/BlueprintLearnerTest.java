package io.tamiyo.host.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BlueprintLearnerTest {

  private static final Blueprint START = Blueprint.of(new float[] {1}, new float[] {0});

  @Test
  void makesFirstStepsOfTheRateWhateverTheSizeOfTheGradient() {
    BlueprintLearner learner = new BlueprintLearner(START, 0.1);

    assertThat(learner.step(new double[] {1e-6, -1e6}, 2, 1)).isTrue();

    // The first step of Adam is its rate by sign; the shift is in units of the activations, 2 here.
    assertThat(learner.blueprint().scale(0)).isCloseTo(0.9f, within(1e-5f));
    assertThat(learner.blueprint().shift(0)).isCloseTo(0.2f, within(1e-5f));
  }

  @Test
  void followsTheRecurrenceOfAdam() {
    BlueprintLearner learner = new BlueprintLearner(START, 0.1);
    learner.step(new double[] {1, 0}, 1, 0.5);
    learner.step(new double[] {-0.5, 0}, 1, 1);

    // m = 0.9·0.1 − 0.1·0.5 = 0.04, over 1 − 0.81; v = 0.999·0.001 + 0.001·0.25, over 1 − 0.998001.
    double mean = 0.04 / 0.19;
    double square = 0.001249 / 0.001999;
    double expected = 1 - 0.05 - 0.1 * mean / Math.sqrt(square);
    assertThat(learner.blueprint().scale(0)).isCloseTo((float) expected, within(1e-6f));
    assertThat(learner.blueprint().shift(0)).isZero();
  }

  @Test
  void descendsAParabolaToItsFloor() {
    BlueprintLearner learner = new BlueprintLearner(START, 0.02);
    for (int step = 0; step < 600; step++) {
      double scale = learner.blueprint().scale(0);
      double shift = learner.blueprint().shift(0);
      learner.step(new double[] {scale - 3, 1e-3 * (shift + 2)}, 1, 1);
    }

    assertThat(learner.blueprint().scale(0)).isCloseTo(3f, within(0.05f));
    assertThat(learner.blueprint().shift(0)).isCloseTo(-2f, within(0.05f));
  }

  @Test
  void takesNoStepOnGradientsThatAreNotFinite() {
    BlueprintLearner learner = new BlueprintLearner(START, 0.1);

    assertThat(learner.step(new double[] {Double.NaN, 0}, 1, 1)).isFalse();
    assertThat(learner.step(new double[] {0, Double.POSITIVE_INFINITY}, 1, 1)).isFalse();
    assertThat(learner.step(new double[2], Double.NaN, 1)).isFalse();
    assertThat(learner.blueprint()).isEqualTo(START);
  }

  @Test
  void neverLeavesTheRangeOfAFloat() {
    float most = Float.MAX_VALUE;
    BlueprintLearner learner =
        new BlueprintLearner(Blueprint.of(new float[] {most}, new float[] {-most}), 1e38);
    for (int step = 0; step < 100; step++) {
      learner.step(new double[] {-1, 1}, 1e10, 1);
    }

    assertThat(learner.blueprint().scale(0)).isEqualTo(most);
    assertThat(learner.blueprint().shift(0)).isEqualTo(-most);
  }

  @Test
  void refusesARateWithWhichNothingIsLearned() {
    assertThatThrownBy(() -> new BlueprintLearner(START, 0)).hasMessageContaining("0.0");
  }
}
