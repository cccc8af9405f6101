package io.tamiyo.jobs.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.Plan;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolModelTest {

  /** Histories of one run; each costs a few milliseconds. */
  private static final int HISTORIES = 2_000;

  /** Histories in which a mistake must show itself. */
  private static final int ENOUGH = 300;

  @RandomSeeds
  void noHistoryBreaksARule(long seed) throws IOException {
    Random seeds = new Random(seed);
    for (int number = 0; number < HISTORIES; number++) {
      long one = seeds.nextLong();
      List<String> violations = HistoryChecker.check(ProtocolModel.run(one, Planted.NOTHING));
      assertThat(violations)
          .as("the history ProtocolModel.run(%dL, Planted.NOTHING)", one)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Planted.class, mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void everyMistakeIsFound(Planted mistake) throws IOException {
    for (int number = 0; number < ENOUGH; number++) {
      if (!HistoryChecker.check(ProtocolModel.run(number, mistake)).isEmpty()) {
        return;
      }
    }
    throw new AssertionError(mistake + " was not found in " + ENOUGH + " histories");
  }

  @Test
  void historiesHaveAllThatTheRulesSpeakOf() throws IOException {
    Map<Outcome, Integer> answers = new EnumMap<>(Outcome.class);
    int applications = 0;
    int plans = 0;
    for (int number = 0; number < 50; number++) {
      History history = ProtocolModel.run(number, Planted.NOTHING);
      history.answers().forEach((outcome, count) -> answers.merge(outcome, count, Integer::sum));
      applications += history.applications().size();
      for (String layer : history.layers()) {
        plans += History.firstPlans(history.log(layer)).size();
      }
    }

    assertThat(answers)
        .containsKeys(
            Outcome.APPLIED,
            Outcome.DUPLICATE,
            Outcome.STALE_EPOCH,
            Outcome.STALE_REVISION,
            Outcome.REJECTED);
    assertThat(applications).isGreaterThan(500);
    assertThat(plans).isGreaterThan(50);
  }

  @Test
  void aSeedGivesTheSameHistoryAgain() throws IOException {
    History first = ProtocolModel.run(7, Planted.NOTHING);
    History second = ProtocolModel.run(7, Planted.NOTHING);

    assertThat(second.applications()).isEqualTo(first.applications());
    assertThat(second.answers()).isEqualTo(first.answers());
    assertThat(second.log("layer-1")).isEqualTo(first.log("layer-1"));
    assertThat(first.log("layer-1"))
        .anySatisfy(entry -> assertThat(entry.message()).isInstanceOf(Plan.class));
  }
}
