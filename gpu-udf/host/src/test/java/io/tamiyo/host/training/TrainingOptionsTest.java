package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.AlphaRamp;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.BlendStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingOptionsTest {

  private static final AlphaRamp RAMP = new AlphaRamp(4);

  @Test
  void hasTheDefaultsThatItsDocumentationPromises() {
    TrainingOptions options = TrainingOptions.of(List.of("layer-1"), 100, 7);

    assertThat(options.width()).isEqualTo(128);
    assertThat(options.trainingPoints()).isEqualTo(512);
    assertThat(options.heldOutPoints()).isEqualTo(512);
    assertThat(options.batchSize()).isEqualTo(512);
    assertThat(options.noise()).isEqualTo(0.08);
    assertThat(options.learningRate()).isEqualTo(0.002);
    assertThat(options.weightDecay()).isEqualTo(0.0002);
    assertThat(options.blueprintRate()).isEqualTo(0.1);
    assertThat(options.deltasPerEpoch()).isEqualTo(2);
    assertThat(options.alphaRamp()).isEqualTo(new AlphaRamp(50));
    assertThat(options.randomSeed()).isEqualTo(7);
    assertThat(TrainingOptions.of(List.of("layer-1"), 1000, 7).width()).isEqualTo(1000);
  }

  @Test
  void refusesOptionsThatCannotBeTrained() {
    AlphaRamp ramp = new AlphaRamp(1);
    assertThatThrownBy(() -> TrainingOptions.of(List.of(), 100, 7))
        .hasMessageContaining("layerIds");
    assertThatThrownBy(() -> TrainingOptions.of(List.of("a"), 0, 7))
        .hasMessage("seeds is 0, not positive");
    assertThatThrownBy(
            () -> new TrainingOptions(List.of("a"), 9, 8, 1, 1, 1, 0, 1, 0, 0.1, ramp, 0, 7))
        .hasMessage("width is 8, below seeds (9)");
    assertThatThrownBy(
            () -> new TrainingOptions(List.of("a"), 9, 9, 1, 1, 1, 0, 1, 0, 0.1, ramp, -1, 7))
        .hasMessage("deltasPerEpoch is negative: -1");
  }

  @Test
  void refusesASeedThatHasSpentLessThanNoTimeInItsState() {
    Blueprint nothing = Blueprint.identity(1);
    assertThatThrownBy(
            () ->
                new SeedAssignment(3, SeedState.TRAINING, -1, BlendStrategy.LINEAR, RAMP, nothing))
        .hasMessage("epochsInState of seed 3 is negative: -1");
  }
}
