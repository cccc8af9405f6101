package io.tamiyo.host.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.host.blueprint.Blueprint;
import io.tamiyo.host.kernel.BlendStrategy;
import org.junit.jupiter.api.Test;

class SeedAssignmentTest {

  @Test
  void refusesASeedThatHasSpentLessThanNoTimeInItsState() {
    Blueprint nothing = Blueprint.identity(1);
    assertThatThrownBy(
            () ->
                new SeedAssignment(
                    3, SeedState.TRAINING, -1, BlendStrategy.LINEAR, TestingRun.RAMP, nothing))
        .hasMessage("epochsInState of seed 3 is negative: -1");
  }
}
