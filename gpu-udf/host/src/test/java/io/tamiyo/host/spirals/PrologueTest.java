package io.tamiyo.host.spirals;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Blocks;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrologueTest {

  private static final SpiralOptions TWO_STEPS_AN_EPOCH =
      new SpiralOptions(16, 128, 100, 64, 0.05, 0.01, 0, 5);

  private final AtomicInteger steps = new AtomicInteger();

  @Test
  void trainsTheNetworkAloneForItsEpochs() {
    assertThat(play(new Prologue(3, false, false), Integer.MAX_VALUE)).isEqualTo(6);
  }

  @Test
  void endsBeforeTheNextStepWhenItIsToldTo() {
    assertThat(play(new Prologue(Integer.MAX_VALUE, true, true), 5)).isEqualTo(5);
    assertThat(play(new Prologue(Integer.MAX_VALUE, false, false), 0)).isZero();
  }

  /** How many steps it takes where at most so many are allowed. */
  private int play(Prologue prologue, int most) {
    steps.set(0);
    try (SpiralTraining training =
        SpiralTraining.start(
            TWO_STEPS_AN_EPOCH, List.of(Blocks.identityBlock(), Blocks.identityBlock()))) {
      assertThat(prologue.play(training, () -> steps.get() < most && steps.incrementAndGet() > 0))
          .isBetween(0.0, 1.0);
    }
    return steps.get();
  }
}
