package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PublishDelaysTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger confirmed = new AtomicInteger();
  private final PublishDelays delays = new PublishDelays(clock::get);

  @Test
  void countsMessagesInTheBucketOfTheirDelay() {
    Runnable quick = delays.given(3, confirmed::incrementAndGet);
    Runnable slow = delays.given(1, confirmed::incrementAndGet);
    delays.given(2, confirmed::incrementAndGet);
    clock.set(5 * MILLI);
    quick.run();
    clock.set(100_000 * MILLI);
    slow.run();

    PublishDelays.Counts counts = delays.counts();
    assertThat(confirmed).hasValue(2);
    assertThat(counts.counts().get(counts.bounds().indexOf(0.005))).isEqualTo(3);
    assertThat(counts.counts().get(counts.bounds().size() - 1)).isEqualTo(1);
    assertThat(counts.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
    assertThat(counts.sumSeconds()).isCloseTo(100.015, within(1e-9));
  }
}
