package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(4 << 20);

  @Test
  void startsCarefully() {
    assertThat(budget.countFor(64)).isEqualTo(1);
    assertThat(budget.countFor(1)).isEqualTo(64);
  }

  @Test
  void growsWhileEntriesAreSmallUpToItsMost() {
    for (int i = 0; i < 30; i++) {
      budget.observed(100, 100 * 36);
    }
    assertThat(budget.countFor(1)).isEqualTo(1_000);
    assertThat(budget.countFor(64)).isEqualTo(655);
  }

  @Test
  void shrinksAtOnceWhenEntriesAreLargeAndNeverToNothing() {
    budget.observed(10, 10 * (1L << 20));
    assertThat(budget.countFor(1)).isEqualTo(3);
    budget.observed(1, 512L << 20);
    assertThat(budget.countFor(64)).isEqualTo(1);
  }

  @Test
  void learnsNothingFromAnEmptyReply() {
    budget.observed(0, 0);
    assertThat(budget.countFor(1)).isEqualTo(64);
  }
}
