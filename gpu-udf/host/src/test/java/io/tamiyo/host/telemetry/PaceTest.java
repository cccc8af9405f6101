package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MS = 1_000_000;

  private long now = Long.MAX_VALUE - 5 * MS;
  private final Pace pace = new Pace(1000, () -> now);

  @Test
  void holdsUpNobodyBeforeAnOutage() {
    pace.took(1_000_000);
    assertThat(pace.nanosToWait()).isZero();
  }

  @Test
  void letsReportsLeaveAtTheirRateFromTheReturnOfRedisUntilNoneWait() {
    pace.begin();
    long start = now;
    int sent = 0;
    while (now - start < 1000 * MS) {
      if (pace.nanosToWait() == 0) {
        pace.took(50);
        sent += 50;
      } else {
        now += pace.nanosToWait();
      }
    }
    assertThat(sent).isEqualTo(1000);
    pace.took(1);
    assertThat(pace.nanosToWait()).isEqualTo(MS);

    pace.end();
    assertThat(pace.nanosToWait()).isZero();
  }

  @Test
  void doesNotMakeUpForALongPause() {
    pace.begin();
    now += 10_000 * MS;
    pace.took(20);
    assertThat(pace.nanosToWait()).isEqualTo(10 * MS);
    pace.begin();
    assertThat(pace.nanosToWait()).as("it is in force already").isEqualTo(10 * MS);
  }
}
