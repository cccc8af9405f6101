package io.tamiyo.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostWorkTest {

  private final CountDownLatch slow = new CountDownLatch(1);
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<Throwable> guarded = new AtomicReference<>();
  private final HostWork work = new HostWork(Duration.ofSeconds(20));

  @AfterEach
  void release() {
    slow.countDown();
    work.finish();
  }

  @Test
  void doesOnceWhatIsAskedForAgainWhileItWaits() {
    HostWork.Job blocking = work.job("a slow disk", this::waitForTheDisk);
    HostWork.Job counting = work.job("counting", done::incrementAndGet);
    work.start((thread, error) -> guarded.set(error));
    blocking.ask();
    for (int time = 0; time < 1000; time++) {
      counting.ask();
    }
    assertThat(done).hasValue(0);

    slow.countDown();
    work.await(() -> {});
    assertThat(done).hasValue(1);
    counting.ask();
    work.await(() -> {});
    assertThat(done).hasValue(2);
  }

  @Test
  void goesOnWithTheNextJobWhenOneFails() {
    HostWork.Job failing =
        work.job(
            "nothing good",
            () -> {
              throw new IllegalStateException("broken");
            });
    HostWork.Job counting = work.job("counting", done::incrementAndGet);
    work.start((thread, error) -> guarded.set(error));

    failing.ask();
    counting.ask();
    assertThat(work.finish()).isTrue();

    assertThat(done).hasValue(1);
    assertThat(work.failures()).isEqualTo(1);
  }

  @Test
  void handsOnWhatWorkThatIsWaitedForThrows() {
    work.start((thread, error) -> guarded.set(error));
    assertThatThrownBy(
            () ->
                work.await(
                    () -> {
                      throw new IllegalArgumentException("no such thing");
                    }))
        .hasMessage("no such thing");
    work.finish();
    work.await(done::incrementAndGet);
    assertThat(done).hasValue(1);
  }

  @Test
  void saysThatWorkWasLeftUndone() {
    HostWork impatient = new HostWork(Duration.ofMillis(1));
    assertThat(impatient.finish()).isTrue();
    impatient.job("a slow disk", this::waitForTheDisk).ask();
    impatient.start((thread, error) -> guarded.set(error));

    assertThat(impatient.finish()).isFalse();
  }

  private void waitForTheDisk() {
    try {
      slow.await();
    } catch (InterruptedException endNow) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void goesOnAndTellsItsGuardWhenAJobRunsOutOfMemory() {
    HostWork.Job failing =
        work.job(
            "too much",
            () -> {
              throw new OutOfMemoryError("none left");
            });
    work.start((thread, error) -> guarded.set(error));

    failing.ask();
    work.await(done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(work.failures()).isEqualTo(1);
    assertThat(guarded.get()).hasMessage("none left");
  }
}
