package io.tamiyo.host.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlueprintFitTest {

  private static final double RATE = 0.05;

  private static final BlueprintKind[] KINDS = {
    BlueprintKind.BOTH, BlueprintKind.SCALE, BlueprintKind.SHIFT
  };

  @Test
  void reportsTheReconstructionLossAsComputedByHand() {
    // x = 1, 2; bp(x) = 2·x + 1 = 3, 5; bp(x) − x = 2, 3; ‖bp(x) − x‖² = 13; ‖x‖² = 5.
    BlueprintFit fit = new BlueprintFit(Blueprint.of(new float[] {2}, new float[] {1}), RATE);

    assertThat(fit.step(new Moments(new double[][] {{1}, {2}}), 0).orElseThrow())
        .isCloseTo(13.0 / 5.0, within(1e-12));
  }

  @Test
  void stepsDownTheGradientDividedByTheCurvature() {
    // Half the gradient by s: (2 − 1)·5 + 1·3 = 8, over Σx² = 5; by t: (2 − 1)·3 + 2·1 = 5, over n
    // = 2.
    BlueprintFit fit = new BlueprintFit(Blueprint.of(new float[] {2}, new float[] {1}), 0.5);

    fit.step(new Moments(new double[][] {{1}, {2}}), 0);

    assertThat(fit.blueprint().scale(0)).isCloseTo(1.2f, within(1e-6f));
    assertThat(fit.blueprint().shift(0)).isCloseTo(-0.25f, within(1e-6f));
  }

  @Test
  void readsItsOwnChunkOfTheLayer() {
    BlueprintFit fit = new BlueprintFit(Blueprint.of(new float[] {0}, new float[] {0}), RATE);
    Moments batch = new Moments(new double[][] {{Double.NaN, 3}});

    assertThat(fit.step(batch, 1).orElseThrow()).isEqualTo(1.0);
    assertThat(fit.blueprint().scale(0)).isEqualTo((float) RATE);
  }

  @RandomSeeds
  void fallsBelowOneHundredthWithinTheStatedStepsWhateverTheActivationsLookLike(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    for (int round = 0; round < 200; round++) {
      double offset = random.nextDouble(-2, 2);
      double spread = Math.pow(10, random.nextDouble(-4, 3));
      BlueprintFit fit =
          new BlueprintFit(Blueprint.random(KINDS[round % KINDS.length], 2, random), RATE);
      OptionalDouble loss = OptionalDouble.empty();
      double[][] rows = new double[64][2];
      for (double[] row : rows) {
        row[0] = (offset + random.nextDouble(-1, 1)) * spread;
        row[1] = (offset + random.nextDouble(-1, 1)) * spread;
      }
      for (int step = 0; step < 12 / RATE; step++) {
        loss = fit.step(new Moments(rows), 0);
      }
      assertThat(loss.orElseThrow())
          .as("from the spread %s around %s", spread, offset)
          .isLessThan(0.01);
    }
  }

  @Test
  void takesNoStepWhereTheLossIsUnknown() {
    Blueprint start = Blueprint.of(new float[] {0.5f}, new float[] {0.5f});
    BlueprintFit fit = new BlueprintFit(start, RATE);

    assertThat(fit.step(new Moments(new double[][] {{0}, {0}}), 0)).isEmpty();
    assertThat(fit.step(new Moments(new double[][] {{Double.NaN}, {1}}), 0)).isEmpty();
    assertThat(fit.step(new Moments(new double[][] {{Double.POSITIVE_INFINITY}}), 0)).isEmpty();
    assertThat(fit.blueprint()).isEqualTo(start);
  }

  @Test
  void leavesTheScaleOfASilentFeatureBesideALoudOne() {
    Blueprint start = Blueprint.of(new float[] {0.5f, 0.5f}, new float[] {0.5f, 0.5f});
    BlueprintFit fit = new BlueprintFit(start, RATE);

    fit.step(new Moments(new double[][] {{0, 1}}), 0);

    assertThat(fit.blueprint().scale(0)).isEqualTo(0.5f);
    assertThat(fit.blueprint().shift(0)).isCloseTo(0.475f, within(1e-6f));
  }

  @Test
  void refusesARateThatWouldNotConverge() {
    Blueprint start = Blueprint.identity(1);

    assertThatThrownBy(() -> new BlueprintFit(start, 0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new BlueprintFit(start, 1)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> new BlueprintFit(start, Double.NaN)).hasMessageContaining("NaN");
  }

  /** The sums of rows written out. */
  private record Moments(double[][] values) implements FeatureMoments {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public double sum(int feature) {
      double sum = 0;
      for (double[] row : values) {
        sum += row[feature];
      }
      return sum;
    }

    @Override
    public double sumOfSquares(int feature) {
      double sum = 0;
      for (double[] row : values) {
        sum += row[feature] * row[feature];
      }
      return sum;
    }
  }
}
