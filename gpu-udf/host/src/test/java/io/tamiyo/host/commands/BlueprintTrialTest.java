package io.tamiyo.host.commands;

import static io.tamiyo.host.commands.TestingCommands.HOST_EPOCH;
import static io.tamiyo.host.commands.TestingCommands.LAYER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BlueprintUpdateCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.host.seeds.BlueprintTrial;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.store.LayerStore;
import io.tamiyo.host.store.StoreDirectory;
import io.tamiyo.host.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a blueprint update asks the blueprint to prove. */
class BlueprintTrialTest {

  private static final List<SeedState> WAY =
      List.of(
          SeedState.GERMINATED,
          SeedState.TRAINING,
          SeedState.GRAFTING,
          SeedState.STABILIZATION,
          SeedState.EVALUATING);

  private final LayerProtocol protocol = new LayerProtocol(LifecycleRules.DEFAULTS);
  private final LayerState state = new LayerState(LayerSnapshot.born(LAYER, HOST_EPOCH, 2, "0-0"));
  private int entries;

  private CommandRecord take(Command command, SeedReadings readings) {
    LayerRecord settled =
        protocol.settle(state, LogPlace.control(++entries + "-0"), command, readings, 0, 0);
    state.apply(settled);
    return new CommandRecord((LayerRecord.CommandSettled) settled);
  }

  private record CommandRecord(LayerRecord.CommandSettled settled) {
    Outcome outcome() {
      return settled.outcome();
    }

    String error() {
      return String.valueOf(settled.error());
    }
  }

  private CommandRecord update(Map<String, Double> atLeast, boolean rollback) {
    Seed seed = state.seeds().seed(0);
    return take(
        new BlueprintUpdateCommand(
            Header.of("update", 0, "test"),
            LAYER,
            0,
            "library-3",
            GraftingStrategy.SAFE,
            Map.of(),
            rollback,
            atLeast,
            Priority.NORMAL,
            5000,
            new Fence(1, List.of(new SeedTarget(0, seed.revision()))),
            "0-1"),
        SeedReadings.NONE);
  }

  private void lead() {
    for (SeedState to : WAY) {
      Seed seed = state.seeds().seed(0);
      SeedTarget target = new SeedTarget(0, seed.revision());
      take(TestingCommands.transition("to-" + to, to, true, target), SeedReadings.NONE);
    }
    assertThat(state.seeds().seed(0).state()).isEqualTo(SeedState.EVALUATING);
  }

  private void age(int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      state.countEpoch();
    }
  }

  private CommandRecord advance(String id, boolean force, SeedReadings readings) {
    Seed seed = state.seeds().seed(0);
    SeedTarget target = new SeedTarget(0, seed.revision());
    return take(TestingCommands.transition(id, SeedState.FINE_TUNING, force, target), readings);
  }

  private static SeedReadings good(Map<String, Double> more) {
    Map<String, Double> measured =
        new TreeMap<>(Map.of("performance_delta", 0.1, "stability_score", 0.9));
    measured.putAll(more);
    return seedId -> measured;
  }

  @Test
  void holdsTheSeedUntilItsBlueprintHasProvedItself() {
    assertThat(update(Map.of("accuracy", 0.9), true).outcome()).isEqualTo(Outcome.APPLIED);
    lead();
    age(30);

    CommandRecord unmeasured = advance("a", false, good(Map.of()));
    CommandRecord low = advance("b", false, good(Map.of("accuracy", 0.7)));
    CommandRecord broken = advance("c", false, good(Map.of("accuracy", Double.NaN)));
    CommandRecord reached = advance("d", false, good(Map.of("accuracy", 0.9)));

    assertThat(unmeasured.error()).contains("accuracy was not measured");
    assertThat(low.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(low.error()).contains("accuracy is 0.7; its blueprint was to reach 0.9");
    assertThat(low.settled().details().get("alternatives"))
        .isEqualTo(Map.of("0", List.of("FINE_TUNING", "CULLED", "ROLLED_BACK")));
    assertThat(broken.error()).contains("accuracy is NaN");
    assertThat(reached.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(state.seeds().seed(0).trial()).isNull();
  }

  @Test
  void rollsBackWhatHasShownLessWhenItsTimeIsOver() {
    update(Map.of("accuracy", 0.9), true);
    lead();
    SeedReadings low = good(Map.of("accuracy", 0.7));
    age(29);
    assertThat(protocol.endTrials(state, low, 1)).as("too early to judge").isEmpty();
    age(1);
    assertThat(protocol.endTrials(state, SeedReadings.NONE, 1)).as("not measured").isEmpty();
    assertThat(protocol.endTrials(state, good(Map.of("accuracy", 0.95)), 1)).isEmpty();

    LayerRecord rollback = protocol.endTrials(state, low, 1).orElseThrow();
    state.apply(rollback);

    Seed seed = state.seeds().seed(0);
    assertThat(seed.state()).isEqualTo(SeedState.ROLLED_BACK);
    assertThat(seed.trial()).isNull();
    assertThat(((LayerRecord.OwnTransition) rollback).reason()).contains("validation_metrics");
    assertThat(protocol.endTrials(state, low, 2)).isEmpty();
  }

  @Test
  void leavesWhatNeedNotBeRolledBackToTamiyo() {
    update(Map.of("accuracy", 0.9), false);
    lead();
    age(100);

    assertThat(protocol.endTrials(state, good(Map.of("accuracy", 0.1)), 1)).isEmpty();
    assertThat(advance("a", true, good(Map.of("accuracy", 0.1))).outcome())
        .as("force skips conditions")
        .isEqualTo(Outcome.APPLIED);
  }

  @Test
  void refusesWhatItCannotMeasure() {
    CommandRecord refused = update(Map.of("charm", 1.0), true);

    assertThat(refused.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(refused.error())
        .isEqualTo("validation_metrics names charm; there are " + BlueprintTrial.METRICS);
  }

  private static LayerState recovered(Path directory) {
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS);
        LayerStore layer = store.layer(LAYER)) {
      return layer.recover().orElseThrow();
    }
  }

  @Test
  void keepsWhatIsToBeProvedOverARestart(@TempDir Path directory) {
    update(Map.of("accuracy", 0.9), true);
    lead();
    try (StoreDirectory store = StoreDirectory.open(directory, StoreOptions.DEFAULTS);
        LayerStore layer = store.layer(LAYER)) {
      layer.begin(state.snapshot());
    }

    LayerState again = recovered(directory);

    assertThat(again.seeds().seed(0).trial())
        .isEqualTo(new BlueprintTrial(Map.of("accuracy", 0.9), true));
  }
}
