package io.tamiyo.host.commands;

import static io.tamiyo.host.commands.TestingCommands.HOST_EPOCH;
import static io.tamiyo.host.commands.TestingCommands.LAYER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kinds of command of others, found on the class path. */
class CustomGateTest {

  private final CommandGate gate = new CommandGate(LifecycleRules.DEFAULTS);
  private final SeedTable seeds =
      new SeedTable(
          LAYER,
          List.of(
              Seed.dormant(0, HOST_EPOCH).entering(SeedState.GERMINATED),
              Seed.dormant(1, HOST_EPOCH)));

  private Decision decide(String mood, SeedTarget... targets) {
    return decide(gate, mood, targets);
  }

  private Decision decide(CommandGate by, String mood, SeedTarget... targets) {
    RestCommand command =
        new RestCommand(
            Header.of("rest", 0, "test"),
            LAYER,
            mood,
            Priority.NORMAL,
            5000,
            new Fence(1, List.of(targets)),
            "0-1");
    return by.decide(new GateView(seeds, 0, id -> Optional.empty()), command, SeedReadings.NONE);
  }

  private SeedTarget seed(int id) {
    return new SeedTarget(id, seeds.seed(id).revision());
  }

  @Test
  void appliesWhatItsProcessorDecides() {
    Decision decision = decide("gentle", seed(0));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(seeds.with(decision.changes()).seed(0).state()).isEqualTo(SeedState.CANCELLED);
    assertThat(MessageTypes.discovered().named("RestCommand")).contains(RestCommand.class);
  }

  @Test
  void tellsWhatItsProcessorRefuses() {
    Decision decision = decide("surly", seed(0));

    assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(decision.error()).isEqualTo("not in this mood");
    assertThat(decision.details()).isEqualTo(Map.of("moods", List.of("gentle")));
  }

  @Test
  void holdsItsProcessorToTheTableAndTheFence() {
    assertThat(decide("lawless", seed(0)).error())
        .contains("seed 0: GERMINATED does not lead to FOSSILIZED; legal:");
    assertThat(decide("greedy", seed(0)).error()).contains("seed 9 is no target");
    assertThat(decide("gentle", seed(0), seed(1)).error()).contains("DORMANT does not lead to");
    Decision angry = decide("angry", seed(0));
    assertThat(angry.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(angry.error())
        .isEqualTo("its processor failed: java.lang.IllegalStateException: no");
    assertThat(angry.changes()).isEmpty();
  }

  @Test
  void checksTargetsAndRevisionsBeforeItAsks() {
    assertThat(decide("gentle").error()).contains("names no seed");
    assertThat(decide("gentle", TestingCommands.target(7, 0)).error()).contains("seed 7");
    assertThat(decide("gentle", TestingCommands.target(0, 5)).outcome())
        .isEqualTo(Outcome.STALE_REVISION);
  }

  @Test
  void saysWhichKindsItKnowsWhereItHasNoProcessor() {
    CommandGate bare = new CommandGate(LifecycleRules.DEFAULTS, List.of());

    assertThat(decide(bare, "gentle", seed(0)).error())
        .isEqualTo("this host has no processor for RestCommand; it has []");
    RestCommand.Processor processor = new RestCommand.Processor();
    assertThatThrownBy(() -> new CustomGate(LifecycleTable.CURRENT, List.of(processor, processor)))
        .hasMessageStartingWith("two processors decide on");
  }
}
