package io.tamiyo.host.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvaluationBudgetTest {

  private static final long MS = 1_000_000;

  @Test
  void letsTheNextEvaluationWaitUntilTrainingHasEarnedIt() {
    EvaluationBudget budget = new EvaluationBudget(0.05, 0);
    assertThat(budget.allows(1, 0)).isTrue();
    budget.spend(0, 10 * MS);

    // 10 ms are paid off after 200 ms of training, and 10 more earned after 400.
    assertThat(budget.allows(1, 210 * MS)).isFalse();
    assertThat(budget.allows(1, 409 * MS)).isFalse();
    assertThat(budget.allows(1, 411 * MS)).isTrue();
    assertThat(budget.allows(2, 411 * MS)).isFalse();
    assertThat(budget.allows(2, 611 * MS)).isTrue();
  }

  @Test
  void measuresTheShareOfTheTimeOfTraining() {
    EvaluationBudget budget = new EvaluationBudget(0.05, 0);
    assertThat(budget.measuredShare()).isZero();
    budget.spend(100 * MS, 104 * MS);
    budget.spend(200 * MS, 204 * MS);

    // 8 ms of evaluations beside 204 − 8 of training.
    assertThat(budget.measuredShare()).isCloseTo(8 / 196.0, within(1e-12));
  }

  @Test
  void savesUpNoMoreThanTenSecondsOfTrainingEarn() {
    EvaluationBudget budget = new EvaluationBudget(0.05, 0);
    budget.spend(0, 100 * MS);
    assertThat(budget.allows(1, 3_600_000 * MS)).isTrue();

    // An hour has earned 180 s, of which 500 ms were saved: five evaluations of 100 ms.
    long now = 3_600_000 * MS;
    int ran = 0;
    while (budget.allows(1, now)) {
      budget.spend(now, now + 100 * MS);
      now += 100 * MS;
      ran++;
    }
    assertThat(ran).isEqualTo(5);
  }

  @Test
  void savesUpForARoundThatTakesLongerThanThat() {
    EvaluationBudget budget = new EvaluationBudget(0.05, 0);
    budget.spend(0, 4_000 * MS);

    // 4 s of debt, 8 s for two more: 240 s of training.
    long now = 4_000 * MS;
    while (!budget.allows(2, now)) {
      now += 100 * MS;
    }
    assertThat(now).isBetween(243_900 * MS, 244_200 * MS);
  }

  @RandomSeeds
  void neverSpendsMoreThanItsShareAndOneRound(long randomSeed) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    double share = random.nextDouble(0.01, 0.5);
    EvaluationBudget budget = new EvaluationBudget(share, 0);
    long now = 0;
    long training = 0;
    long spent = 0;
    long dearest = 0;
    for (int epoch = 0; epoch < 2000; epoch++) {
      long step = random.nextLong(50 * MS);
      now += step;
      training += step;
      int evaluations = 1 + random.nextInt(2);
      if (budget.allows(evaluations, now)) {
        long round = 0;
        for (int evaluation = 0; evaluation < evaluations; evaluation++) {
          long cost = random.nextLong(20 * MS);
          budget.spend(now, now + cost);
          now += cost;
          round += cost;
        }
        spent += round;
        dearest = Math.max(dearest, round);
      }
      assertThat((double) spent).isLessThanOrEqualTo(share * training + dearest + 1);
    }
    assertThat(spent).isGreaterThan((long) (0.5 * share * training));
  }

  @Test
  void refusesAShareThatIsNone() {
    assertThatThrownBy(() -> new EvaluationBudget(0, 0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new EvaluationBudget(Double.NaN, 0)).hasMessageContaining("NaN");
  }
}
