package io.tamiyo.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.jobs.cluster.CommandFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicBoolean forced = new AtomicBoolean();

  @Test
  void waitsForTheRunsOwnEndAndUsesNoForceThen() throws InterruptedException {
    Interruption interruption = new Interruption(LONG);
    Thread shutdown = new Thread(() -> interruption.request(() -> forced.set(true)));
    shutdown.start();
    Await.until("the run is told", LONG, interruption::isRequested);
    assertThat(shutdown.isAlive()).isTrue();

    interruption.close();

    shutdown.join(LONG.toMillis());
    assertThat(shutdown.isAlive()).isFalse();
    assertThat(forced).isFalse();
  }

  @Test
  void usesForceWhenTheRunDoesNotEnd() {
    new Interruption(Duration.ZERO).request(() -> forced.set(true));

    assertThat(forced).isTrue();
  }

  @Test
  void startsNothingMoreOnceTheEndIsAskedFor() {
    Interruption interruption = new Interruption(Duration.ZERO);
    interruption.requireNone();

    interruption.request(() -> {});

    assertThatThrownBy(interruption::requireNone).isInstanceOf(CommandFailure.class);
  }
}
