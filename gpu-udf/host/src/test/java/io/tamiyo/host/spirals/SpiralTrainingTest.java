package io.tamiyo.host.spirals;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Blocks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpiralTrainingTest {

  private static final SpiralOptions SMALL = new SpiralOptions(16, 128, 100, 64, 0.05, 0.01, 0, 5);

  @Test
  void learnsTheSpiralsFarBetterThanChance() {
    try (SpiralTraining training = start(SpiralOptions.of(128, 1))) {
      double accuracy = 0;
      for (int epoch = 0; accuracy < 0.85 && epoch < 1500; epoch++) {
        training.step();
        accuracy = training.heldOutAccuracy();
      }
      assertThat(accuracy).isGreaterThanOrEqualTo(0.85);
    }
  }

  @Test
  void givesEqualLossesForEqualOptions() {
    assertThat(losses()).isEqualTo(losses()).doesNotHaveDuplicates();
  }

  private static List<Double> losses() {
    List<Double> losses = new ArrayList<>();
    try (SpiralTraining training = start(SMALL)) {
      for (int step = 0; step < 20; step++) {
        losses.add(training.step().loss());
      }
    }
    return losses;
  }

  @Test
  void endsAnEpochAfterItsLastBatch() {
    try (SpiralTraining training = start(SMALL)) {
      assertThat(training.step().endedEpoch()).isFalse();
      assertThat(training.step().endedEpoch()).isTrue();
      assertThat(training.step().endedEpoch()).isFalse();
    }
  }

  private static SpiralTraining start(SpiralOptions options) {
    return SpiralTraining.start(options, List.of(Blocks.identityBlock(), Blocks.identityBlock()));
  }
}
