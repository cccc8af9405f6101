package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Duration LONG = Duration.ofDays(1);

  @Test
  void triesAgainByItselfOnlyWhatPassesByItself() {
    assertThat(Stream.of(Reason.values()).filter(it -> RetryPolicy.of(it).isDue(0, LONG)))
        .containsExactly(Reason.RATE_LIMITED);
  }

  @Test
  void leavesToPeopleWhatAnotherReleaseMayRead() {
    assertThat(Stream.of(Reason.values()).filter(it -> RetryPolicy.of(it) == RetryPolicy.BY_HAND))
        .containsExactly(Reason.TOO_LARGE, Reason.UNKNOWN_TYPE, Reason.UNKNOWN_VERSION);
    assertThat(RetryPolicy.of("cause_of_a_later_release")).isEqualTo(RetryPolicy.BY_HAND);
    assertThat(RetryPolicy.BY_HAND.mayHelp()).isTrue();
  }

  @Test
  void knowsCausesByTheirNamesOnTheWire() {
    for (Reason reason : Reason.values()) {
      assertThat(RetryPolicy.of(reason.name().toLowerCase(Locale.ROOT)))
          .isEqualTo(RetryPolicy.of(reason));
    }
    assertThat(RetryPolicy.of(Reason.LOST_CLAIM_CHECK).mayHelp()).isFalse();
  }

  @Test
  void waitsTwiceAsLongAfterEachAttemptAndEndsAfterFive() {
    RetryPolicy policy = RetryPolicy.BY_ITSELF;
    assertThat(policy.isDue(0, Duration.ofMillis(9_999))).isFalse();
    assertThat(policy.isDue(0, Duration.ofSeconds(10))).isTrue();
    assertThat(policy.isDue(3, Duration.ofSeconds(79))).isFalse();
    assertThat(policy.isDue(3, Duration.ofSeconds(80))).isTrue();
    assertThat(policy.isDue(5, LONG)).isFalse();
  }
}
