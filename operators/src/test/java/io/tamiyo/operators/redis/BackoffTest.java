package io.tamiyo.operators.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

  @Test
  void doublesUpToItsBoundHoweverManyAttemptsFail() {
    assertThat(backoff.before(1, 0.999)).isEqualTo(Duration.ofMillis(20));
    assertThat(backoff.before(2, 0.999)).isEqualTo(Duration.ofMillis(40));
    assertThat(backoff.before(1_000_000, 0.999)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void spreadsTheWaitsOverTheUpperHalf() {
    assertThat(backoff.before(1, 0)).isEqualTo(Duration.ofMillis(10));
    assertThat(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)).before(1, 0))
        .isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void refusesBoundsThatContradictEachOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofMillis(2), Duration.ofMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofMillis(1)));
  }
}
