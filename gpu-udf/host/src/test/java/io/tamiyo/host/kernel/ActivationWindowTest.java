package io.tamiyo.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivationWindowTest {

  private final ChunkLayout layout = new ChunkLayout(3, 2);
  private final ActivationWindow window = new ActivationWindow(layout);

  @Test
  void foldsRowsAndFeaturesOfAChunkAsComputedByHand() {
    // Seed 0 owns features 0 and 1: values 1, 2, 3, 6. Seed 1 owns feature 2: values 5, 5.
    window.add(ScalarReference.sums(new float[] {1, 2, 5, 3, 6, 5}, 2, 3));

    assertThat(window.mean(0)).hasValue(3.0);
    assertThat(window.variance(0)).hasValue(3.5);
    assertThat(window.mean(1)).hasValue(5.0);
    assertThat(window.variance(1)).hasValue(0.0);
  }

  @Test
  void knowsNothingBeforeTheFirstStepAndAfterClearing() {
    assertThat(window.mean(0)).isEmpty();
    assertThat(window.variance(0)).isEmpty();
    window.add(ScalarReference.sums(new float[] {1, 2, 3}, 1, 3));
    window.clear();
    assertThat(window.mean(0)).isEmpty();
  }

  @Test
  void leavesOutAStepThatIsNotFiniteForItsSeedOnly() {
    window.add(ScalarReference.sums(new float[] {1, 1, 7}, 1, 3));
    window.add(ScalarReference.sums(new float[] {2, Float.NaN, 9}, 1, 3));

    assertThat(window.mean(0)).hasValue(1.0);
    assertThat(window.mean(1)).hasValue(8.0);
  }
}
