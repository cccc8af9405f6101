package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchSizeTest {

  private static final long MILLI = 1_000_000;

  private final BatchSize batch = new BatchSize(2, 100);

  @Test
  void halvesWithEverySlowAnswerDownToItsLeast() {
    assertThat(batch.size()).isEqualTo(100);
    batch.sent(100, 11 * MILLI);
    assertThat(batch.size()).isEqualTo(50);
    for (int answer = 0; answer < 10; answer++) {
      batch.sent(1, 500 * MILLI);
    }
    assertThat(batch.size()).isEqualTo(2);
  }

  @Test
  void growsByAnEighthWhileFullEntriesAreAnsweredQuickly() {
    batch.sent(100, 20 * MILLI);
    batch.sent(50, 5 * MILLI);
    assertThat(batch.size()).isEqualTo(56);
    for (int answer = 0; answer < 10; answer++) {
      batch.sent(batch.size(), MILLI);
    }
    assertThat(batch.size()).isEqualTo(100);
  }

  @Test
  void staysWhereEntriesAreNotFullOrAnswersAreNeitherQuickNorSlow() {
    batch.sent(100, 20 * MILLI);
    batch.sent(49, MILLI);
    batch.sent(50, 8 * MILLI);
    batch.sent(50, 10 * MILLI);

    assertThat(batch.size()).isEqualTo(50);
  }

  @Test
  void neverLeavesItsBounds() {
    SplittableRandom random = new SplittableRandom(7);
    for (int answer = 0; answer < 10_000; answer++) {
      batch.sent(random.nextInt(200), random.nextLong(20 * MILLI));
      assertThat(batch.size()).isBetween(2, 100);
    }
  }

  @Test
  void refusesBoundsThatCannotBe() {
    assertThatThrownBy(() -> new BatchSize(0, 1)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> new BatchSize(5, 4)).hasMessageContaining("5 to 4");
  }
}
