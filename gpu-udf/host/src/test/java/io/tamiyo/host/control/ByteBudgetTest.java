package io.tamiyo.host.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private static final long MIB = 1024 * 1024;

  private final ByteBudget budget = new ByteBudget(8 * MIB);

  @Test
  void beginsWithFewAndReadsMoreOnceEntriesTurnOutSmall() {
    assertThat(budget.countFor(1)).isEqualTo(8);
    assertThat(budget.countFor(64)).isEqualTo(1);

    for (int reply = 0; reply < 12; reply++) {
      budget.observed(8, 8 * 100);
    }

    assertThat(budget.countFor(1)).isEqualTo(256);
    assertThat(budget.countFor(64)).isBetween(100, 256);
  }

  @Test
  void readsFewerAtOnceWhenEntriesGrow() {
    for (int reply = 0; reply < 12; reply++) {
      budget.observed(8, 8 * 100);
    }

    budget.observed(1, 16 * MIB);

    assertThat(budget.countFor(1)).isEqualTo(1);
  }
}
