package io.tamiyo.operators.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.wire.DecodeFailure.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final RetryOptions OPTIONS = RetryOptions.DEFAULTS;

  @Test
  void triesAgainByItselfOnlyWhatPassesByItself() {
    assertThat(
            Stream.of(Reason.values())
                .filter(it -> RetryPolicy.of(it).waitBefore(0, OPTIONS).isPresent()))
        .containsExactly(Reason.RATE_LIMITED);
  }

  @Test
  void leavesToPeopleWhatAnotherReleaseMayRead() {
    assertThat(Stream.of(Reason.values()).filter(it -> RetryPolicy.of(it) == RetryPolicy.BY_HAND))
        .containsExactly(
            Reason.TOO_LARGE,
            Reason.UNKNOWN_TYPE,
            Reason.UNKNOWN_VERSION,
            Reason.RETRY_IN_DOUBT,
            Reason.OPERATOR_FAILED);
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
  void waitsTwiceAsLongAfterEachAttemptAndEndsAfterThree() {
    RetryPolicy policy = RetryPolicy.BY_ITSELF;
    assertThat(policy.waitBefore(0, OPTIONS)).contains(Duration.ofSeconds(10));
    assertThat(policy.waitBefore(2, OPTIONS)).contains(Duration.ofSeconds(40));
    assertThat(policy.waitBefore(3, OPTIONS)).isEmpty();
    assertThat(policy.waitBefore(0, new RetryOptions(0, Duration.ofSeconds(10)))).isEmpty();
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryOptions(-1, second)).hasMessageContaining("attempts is -1");
    assertThatThrownBy(() -> new RetryOptions(11, second)).hasMessageContaining("attempts is 11");
    assertThatThrownBy(() -> new RetryOptions(1, Duration.ZERO)).hasMessageContaining("firstWait");
    assertThatThrownBy(() -> new RetryOptions(1, Duration.ofHours(25)))
        .hasMessageContaining("attempt 1 would wait for more than 24 h");
    assertThatThrownBy(() -> new RetryOptions(3, Duration.ofHours(7)))
        .hasMessageContaining("attempt 3 would wait for more than 24 h");
    assertThatThrownBy(() -> new RetryOptions(0, Duration.ofSeconds(Long.MAX_VALUE / 2_000)))
        .hasMessageContaining("firstWait");
    assertThat(new RetryOptions(3, Duration.ofHours(6)).areOn()).isTrue();
    assertThat(new RetryOptions(0, second).areOn()).isFalse();
    assertThat(OPTIONS.areOn()).isTrue();
  }
}
