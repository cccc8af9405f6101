package io.tamiyo.operators.redis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void pausesFromTheEndOfARoundHoweverManyCallsAreMadeUpFor() {
    Pace pace = new Pace(Duration.ofNanos(100));
    assertThat(pace.isDue(7)).as("the first").isTrue();
    pace.ended(1_000);
    assertThat(pace.isDue(1_000)).isFalse();
    assertThat(pace.isDue(1_099)).isFalse();
    assertThat(pace.isDue(1_100)).isTrue();
    pace.ended(Long.MAX_VALUE);
    assertThat(pace.isDue(Long.MIN_VALUE + 98)).as("the clock may overflow").isFalse();
    assertThat(pace.isDue(Long.MIN_VALUE + 99)).isTrue();
  }
}
