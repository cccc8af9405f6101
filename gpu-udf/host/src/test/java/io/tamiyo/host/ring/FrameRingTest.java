package io.tamiyo.host.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FrameRingTest {

  private static final int FRAMES = 3;
  private static final int LONGS = 5;

  private final FrameRing ring = new FrameRing(FRAMES, LONGS * Long.BYTES);

  @Test
  void handsFramesOverInTheirOrder() {
    assertThat(ring.peek()).isEqualTo(FrameRing.NONE);
    for (long number = 0; number < 10; number++) {
      assertThat(write(number)).isTrue();
      assertThat(write(number + 100)).isTrue();
      assertThat(read()).isEqualTo(number);
      assertThat(read()).isEqualTo(number + 100);
    }
    assertThat(ring.peek()).isEqualTo(FrameRing.NONE);
    assertThat(ring.refused()).isZero();
  }

  @Test
  void countsWhatItRefusesWhenItIsFullAndKeepsWhatItHas() {
    for (long number = 0; number < FRAMES; number++) {
      assertThat(write(number)).isTrue();
    }
    assertThat(write(7)).isFalse();
    assertThat(write(8)).isFalse();

    assertThat(ring.refused()).isEqualTo(2);
    assertThat(read()).isZero();
    assertThat(write(9)).isTrue();
    assertThat(read()).isEqualTo(1);
    assertThat(read()).isEqualTo(2);
    assertThat(read()).isEqualTo(9);
  }

  @Test
  void showsNobodyAFrameThatWasClaimedAndNotPublished() {
    int claimed = ring.claim();

    assertThat(ring.peek()).isEqualTo(FrameRing.NONE);
    assertThat(ring.claim()).isEqualTo(claimed);
  }

  @Test
  void neverShowsHalfAFrameToAnotherThread() {
    int many = 20_000;
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (long number = 0; number < many; ) {
                number += write(number) ? 1 : 0;
              }
            });
    for (long number = 0; number < many; ) {
      if (ring.peek() == FrameRing.NONE) {
        Thread.onSpinWait();
      } else {
        assertThat(read()).isEqualTo(number);
        number++;
      }
    }
    writer.join();
  }

  @Test
  void refusesRingsThatCannotBe() {
    assertThatThrownBy(() -> new FrameRing(0, 8)).hasMessageContaining("0 frames");
    assertThatThrownBy(() -> new FrameRing(1 << 16, 1 << 16))
        .isInstanceOf(ArithmeticException.class);
  }

  private boolean write(long number) {
    int frame = ring.claim();
    if (frame == FrameRing.NONE) {
      return false;
    }
    for (int place = 0; place < LONGS; place++) {
      ring.memory().putLong(ring.start(frame) + place * Long.BYTES, number);
    }
    ring.publish();
    return true;
  }

  private long read() {
    int frame = ring.peek();
    long number = ring.memory().getLong(ring.start(frame));
    for (int place = 1; place < LONGS; place++) {
      assertThat(ring.memory().getLong(ring.start(frame) + place * Long.BYTES)).isEqualTo(number);
    }
    ring.release();
    return number;
  }
}
