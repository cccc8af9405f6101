package io.tamiyo.host.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.lifecycle.SeedState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each measurement, computed by hand. */
class MeasurementsTest {

  private final LossHistory losses = new LossHistory();

  @Test
  void reconstructionLossIsTheMeanOfTheWindow() {
    ReconstructionLoss loss = new ReconstructionLoss();
    assertThat(loss.value()).isEmpty();

    loss.add(0.5);
    loss.add(0.25);
    assertThat(loss.value()).hasValue(0.375);

    loss.clear();
    assertThat(loss.value()).isEmpty();
  }

  @Test
  void computeTimeIsInMillisecondsPerStep() {
    ComputeTime time = new ComputeTime();
    assertThat(time.value()).isEmpty();

    time.addNanos(1_000_000);
    time.addNanos(3_000_000);
    assertThat(time.value()).hasValue(2.0);
  }

  @Test
  void trainingLossIsTheMeanOfTheStepsSinceItWasRead() {
    TrainingLoss loss = new TrainingLoss();
    assertThat(loss.value()).isEmpty();

    loss.add(0.5);
    loss.add(1);
    loss.add(1.5);
    loss.add(2);
    assertThat(loss.value()).hasValue(1.25);

    loss.clear();
    loss.add(4);
    assertThat(loss.value()).hasValue(4.0);
  }

  @Test
  void accuracyIsThatOfTheLastEvaluation() {
    HeldOutAccuracy accuracy = new HeldOutAccuracy();
    assertThat(accuracy.value()).isEmpty();

    accuracy.measured(0.25);
    accuracy.measured(0.75);
    assertThat(accuracy.value()).hasValue(0.75);
  }

  @Test
  void trainingLossThatIsNotFiniteShowsUntilTheNextReading() {
    TrainingLoss loss = new TrainingLoss();
    loss.add(1);
    loss.add(Double.NaN);
    assertThat(loss.value().orElseThrow()).isNaN();

    loss.clear();
    loss.add(1);
    assertThat(loss.value()).hasValue(1.0);
  }

  @Test
  void stabilityIsOneMinusTheRelativeDeviationOfTheLastTwentySteps() {
    StabilityScore score = begunScore();
    losses.add(1000);
    for (int step = 0; step < 19; step++) {
      assertThat(score.value()).isEmpty();
      losses.add(step % 2 == 0 ? 3 : 1);
    }
    losses.add(1);

    // The 1000 has left the window: ten 3s and ten 1s have the mean 2 and the deviation 1.
    assertThat(score.value().orElseThrow()).isCloseTo(0.5, within(1e-12));

    score.clear();
    assertThat(score.value()).isEmpty();
  }

  @Test
  void stabilityIsOneForEqualLossesAndZeroForOnesThatAreNotFinite() {
    StabilityScore score = begunScore();
    for (int step = 0; step < 20; step++) {
      losses.add(0.25);
    }
    assertThat(score.value()).hasValue(1.0);

    losses.add(Double.POSITIVE_INFINITY);
    assertThat(score.value()).hasValue(0.0);
    for (int step = 0; step < 20; step++) {
      losses.add(0);
    }
    assertThat(score.value()).hasValue(1.0);
  }

  @Test
  void stabilityIsZeroWhenTheDeviationExceedsTheMean() {
    StabilityScore score = begunScore();
    for (int step = 0; step < 20; step++) {
      losses.add(step == 0 ? 20 : 0);
    }

    // Mean 1, deviation √19.
    assertThat(score.value()).hasValue(0.0);
  }

  @Test
  void finalStabilityCoversTheWholeState() {
    losses.add(1000);
    FinalStability stability = new FinalStability(losses);
    stability.begin();
    for (int step = 0; step < 100; step++) {
      assertThat(stability.value().isPresent()).isEqualTo(step >= 20);
      losses.add(step < 50 ? 11 : 9);
    }

    // Mean 10, deviation 1.
    assertThat(stability.value().orElseThrow()).isCloseTo(0.9, within(1e-12));
    stability.clear();
    assertThat(stability.value()).isEmpty();
  }

  @Test
  void seedsThatEnterInOneStepShareTheirSpreadAndOthersDoNot() {
    FinalStability first = new FinalStability(losses);
    FinalStability second = new FinalStability(losses);
    first.begin();
    second.begin();
    losses.add(1);
    FinalStability later = new FinalStability(losses);
    later.begin();

    assertThat(first.spread()).isSameAs(second.spread()).isNotSameAs(later.spread());

    losses.keepOnly(List.of(Objects.requireNonNull(later.spread())));
    losses.add(1);
    assertThat(Objects.requireNonNull(later.spread()).count()).isEqualTo(1);
    assertThat(Objects.requireNonNull(first.spread()).count()).isEqualTo(1);
  }

  private StabilityScore begunScore() {
    StabilityScore score = new StabilityScore(losses);
    score.begin();
    return score;
  }

  @Test
  void performanceDeltaIsTheAccuracyWithMinusWithout() {
    PerformanceDelta delta = new PerformanceDelta();
    assertThat(delta.value()).isEmpty();

    delta.measured(0.75, 0.5);
    assertThat(delta.value()).hasValue(0.25);
    delta.measured(0.5, 0.75);
    assertThat(delta.value()).hasValue(-0.25);

    delta.clear();
    assertThat(delta.value()).isEmpty();
  }

  @Test
  void totalImprovementIsTheDeltaInFineTuningOnly() {
    PerformanceDelta delta = new PerformanceDelta();
    delta.measured(0.75, 0.5);

    assertThat(TotalImprovement.of(SeedState.FINE_TUNING, delta)).hasValue(0.25);
    assertThat(TotalImprovement.of(SeedState.EVALUATING, delta)).isEmpty();
  }

  @Test
  void errorsAreCountedOverStepsAndFailures() {
    ForwardCount forwards = new ForwardCount();
    ErrorTally errors = new ErrorTally(forwards);
    forwards.add();
    errors.count(true);
    assertThat(errors.rate()).isEmpty();
    assertThat(errors.count()).isEmpty();

    for (int forward = 0; forward < 4; forward++) {
      forwards.add();
    }
    errors.notFinite();
    errors.failure();
    assertThat(errors.rate()).hasValue(0.25);
    assertThat(errors.count()).hasValue(2.0);

    errors.count(false);
    forwards.add();
    assertThat(errors.rate()).hasValue(0.25);

    errors.clear();
    assertThat(errors.rate()).isEmpty();
  }
}
