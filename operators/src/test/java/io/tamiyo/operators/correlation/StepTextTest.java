package io.tamiyo.operators.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomMessages;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.AuditRecord;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepTextTest {

  private static final String LAYER = "encoder.0";

  private static LifecycleTransitionCommand command(int seeds) {
    var builder = Fixtures.transition(LAYER, SeedState.GERMINATED).id("c");
    IntStream.range(0, seeds).forEach(seed -> builder.of(seed, 0));
    return builder.build();
  }

  @Test
  void saysWhatAMessageSays() {
    assertThat(StepText.of(command(1))).startsWith("seed 0 to GERMINATED");
    assertThat(StepText.of(command(10)))
        .startsWith("seeds 0, 1, 2, 3, 4, 5, 6, 7 and 2 more to GERMINATED");
    assertThat(StepText.of(Fixtures.request(LAYER, SeedState.GERMINATED).build()))
        .isEqualTo("seeds to GERMINATED: test");
    assertThat(
            StepText.of(Fixtures.acknowledgement(command(1), Outcome.REJECTED).error("no").build()))
        .isEqualTo("REJECTED by fixtures: no");
    assertThat(StepText.of(Fixtures.emergencyStop(LAYER).build())).startsWith("emergency stop");
    GapEvent gap =
        new GapEvent(
            Fixtures.header("g", Duration.ZERO), "s", LAYER, 3L, "sequence", null, null, null);
    assertThat(StepText.of(gap)).isEqualTo("a gap of 3 in s: sequence");
    AuditRecord told =
        new AuditRecord(
            Fixtures.header("a", Duration.ZERO), LAYER, "refusal", "x", "wake", "", "blocked");
    assertThat(StepText.of(told)).isEqualTo("wake: blocked");
  }

  @Test
  void hasAWordForEveryKindOfMessage() {
    for (Message message : new RandomMessages(1).oneOfEach()) {
      assertThat(StepText.of(message)).as(message.toString()).isNotEmpty();
    }
  }

  @Test
  void knowsWhatBelongsToAStory() {
    assertThat(StepKind.of(command(1))).contains(StepKind.COMMAND);
    assertThat(StepKind.of(Fixtures.heartbeat(LAYER, Duration.ZERO))).isEmpty();
    for (StepKind kind : StepKind.values()) {
      AuditRecord told =
          new AuditRecord(Fixtures.header("a", Duration.ZERO), LAYER, kind.word(), "x", "", "", "");
      assertThat(StepKind.of(told)).contains(kind);
    }
    AuditRecord unknown =
        new AuditRecord(Fixtures.header("a", Duration.ZERO), LAYER, "new", "x", "", "", "");
    assertThat(StepKind.of(unknown)).isEmpty();
  }
}
