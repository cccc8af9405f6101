package io.tamiyo.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void letsThePastGoByFaster() {
    long second = Duration.ofSeconds(1).toNanos();

    assertThat(Pace.parse("20").nanosUntilDue(10_000, 0)).isEqualTo(second / 2);
    assertThat(Pace.parse("0.5").nanosUntilDue(1_000, second)).isEqualTo(second);
    assertThat(Pace.parse("1").nanosUntilDue(1_000, 2 * second)).isNegative();
    assertThat(Pace.MAX.nanosUntilDue(1_000_000, 0)).isZero();
  }

  @Test
  void refusesWhatIsNoSpeed() {
    for (String none : new String[] {"0", "-1", "NaN", "fast"}) {
      assertThatThrownBy(() -> Pace.parse(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
