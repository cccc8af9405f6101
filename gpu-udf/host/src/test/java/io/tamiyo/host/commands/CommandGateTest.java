package io.tamiyo.host.commands;

import static io.tamiyo.host.commands.TestingCommands.HOST_EPOCH;
import static io.tamiyo.host.commands.TestingCommands.LAYER;
import static io.tamiyo.host.commands.TestingCommands.batch;
import static io.tamiyo.host.commands.TestingCommands.blueprint;
import static io.tamiyo.host.commands.TestingCommands.stop;
import static io.tamiyo.host.commands.TestingCommands.target;
import static io.tamiyo.host.commands.TestingCommands.transition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.GraftingStrategy;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedChange;
import io.tamiyo.host.seeds.SeedReadings;
import io.tamiyo.host.seeds.SeedTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandGateTest {

  private final CommandGate gate = new CommandGate(LifecycleRules.DEFAULTS);

  @Test
  void movesAllTargetsByOneRevision() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 4);

    Decision decision =
        decide(seeds, transition("a", SeedState.GERMINATED, seeds.seed(1), seeds.seed(3)));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.applied()).containsExactly("a");
    assertThat(decision.targets()).containsExactly(1, 3);
    SeedTable after = seeds.with(decision.changes());
    assertThat(after.seed(1).state()).isEqualTo(SeedState.GERMINATED);
    assertThat(after.seed(3).revision()).isEqualTo(new Revision(HOST_EPOCH, 1));
    assertThat(after.seed(0)).isEqualTo(seeds.seed(0));
  }

  /** Every pair of states, every relation of epoch and revision: who decides, in what order. */
  @Test
  void checksDuplicateThenEpochThenRevisionThenTheTable() {
    for (SeedState from : SeedState.values()) {
      for (SeedState to : SeedState.values()) {
        for (boolean known : new boolean[] {false, true}) {
          for (long epoch = 1; epoch <= 3; epoch++) {
            for (long revision = 4; revision <= 6; revision++) {
              checkOrder(from, to, known, epoch, revision);
            }
          }
        }
      }
    }
  }

  private void checkOrder(SeedState from, SeedState to, boolean known, long epoch, long revision) {
    SeedTable seeds = tableOf(seedIn(from, 1000));
    AppliedCommand earlier = new AppliedCommand("a", LogPlace.control("9-0"), 1, false);
    GateView view = new GateView(seeds, 2, id -> known ? Optional.of(earlier) : Optional.empty());
    Command command =
        transition(LAYER, "a", null, to, true, new Fence(epoch, List.of(target(0, revision))));

    Decision decision = gate.decide(view, command, SeedReadings.NONE);

    Outcome expected;
    if (known) {
      expected = Outcome.DUPLICATE;
    } else if (epoch < 2) {
      expected = Outcome.STALE_EPOCH;
    } else if (revision != 5) {
      expected = Outcome.STALE_REVISION;
    } else {
      boolean legal = LifecycleTable.CURRENT.allows(from, to);
      expected = legal ? Outcome.APPLIED : Outcome.REJECTED;
    }
    assertThat(decision.outcome())
        .as("%s to %s, known %s, epoch %d, revision %d", from, to, known, epoch, revision)
        .isEqualTo(expected);
    assertThat(decision.changes().isEmpty()).isEqualTo(expected != Outcome.APPLIED);
    assertThat(decision.targets()).containsExactly(0);
  }

  @Test
  void namesTheCurrentRevisionsOfAStaleCommand() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 3);

    Decision decision =
        decide(seeds, transition("a", SeedState.GERMINATED, false, target(0, 0), target(2, 4)));

    assertThat(decision.outcome()).isEqualTo(Outcome.STALE_REVISION);
    assertThat(decision.details()).containsEntry("current_revisions", Map.of("2", "7.0"));
    assertThat(decision.targets()).containsExactly(0, 2);
  }

  @Test
  void refusesRevisionsOfAnEarlierLifeOfTheStore() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 1);
    SeedTarget old = new SeedTarget(0, new Revision(HOST_EPOCH - 1, 0));

    Decision decision = decide(seeds, transition("a", SeedState.GERMINATED, true, old));

    assertThat(decision.outcome()).isEqualTo(Outcome.STALE_REVISION);
  }

  @Test
  void namesTheLegalAlternativesOfARejectedTransition() {
    SeedTable seeds = tableOf(seedIn(SeedState.TRAINING, 5));

    Decision decision = decide(seeds, transition("a", SeedState.DORMANT, seeds.seed(0)));

    assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(decision.error())
        .contains(
            "seed 0: TRAINING does not lead to DORMANT; legal: [GRAFTING, CULLED, CANCELLED]");
    assertThat(decision.details())
        .containsEntry("alternatives", Map.of("0", List.of("GRAFTING", "CULLED", "CANCELLED")))
        .containsEntry("reasons", Map.of("0", "ILLEGAL_TRANSITION"));
  }

  @Test
  void appliesToNoTargetWhenOneIsRefused() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 2);
    seeds = seeds.with(decide(seeds, germinate("x", seeds, 1)).changes());

    Decision decision =
        decide(seeds, transition("a", SeedState.GERMINATED, seeds.seed(0), seeds.seed(1)));

    assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(decision.changes()).isEmpty();
    assertThat(decision.applied()).isEmpty();
    assertThat(decision.error()).contains("1 of 2 targets refused");
  }

  @Test
  void holdsAGraftToWhatTheHostHasMeasuredItself() {
    SeedTable seeds = tableOf(seedIn(SeedState.TRAINING, 100));
    Command graft = transition("a", SeedState.GRAFTING, seeds.seed(0));

    assertThat(decide(seeds, graft).error()).contains("reconstruction_loss was not measured");
    assertThat(decide(seeds, graft, measuring("reconstruction_loss", 0.5)).outcome())
        .isEqualTo(Outcome.REJECTED);
    assertThat(decide(seeds, graft, measuring("reconstruction_loss", Double.NaN)).outcome())
        .isEqualTo(Outcome.REJECTED);
    Decision applied = decide(seeds, graft, measuring("reconstruction_loss", 0.01));
    assertThat(applied.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(applied.changes().get(0).measured()).containsEntry("reconstruction_loss", 0.01);
  }

  @Test
  void takesTheLearnedWeightsIntoTheGraft() {
    SeedTable seeds = tableOf(seedIn(SeedState.TRAINING, 100));
    SeedReadings learned =
        new SeedReadings() {
          @Override
          public Map<String, Double> measured(int seedId) {
            return Map.of("reconstruction_loss", 0.0);
          }

          @Override
          public Optional<String> learnedBlueprint(int seedId) {
            return Optional.of("bp-1");
          }
        };

    Decision decision = decide(seeds, transition("a", SeedState.GRAFTING, seeds.seed(0)), learned);

    assertThat(decision.changes().get(0).after().blueprintId()).isEqualTo("bp-1");
  }

  @Test
  void namesABlueprintBeforeTheSeedGrafts() {
    for (SeedState state : SeedState.values()) {
      SeedTable seeds = tableOf(seedIn(state, 10));
      Decision decision = decide(seeds, blueprint("a", "library-3", seeds.seed(0)));
      if (state == SeedState.DORMANT
          || state == SeedState.GERMINATED
          || state == SeedState.TRAINING) {
        Seed after = decision.changes().get(0).after();
        assertThat(after.blueprintId()).isEqualTo("library-3");
        assertThat(after.strategy()).isEqualTo(GraftingStrategy.SAFE);
        assertThat(after.state()).isEqualTo(state);
        assertThat(after.epochsInState()).isEqualTo(10);
        assertThat(after.revision()).isEqualTo(new Revision(HOST_EPOCH, 6));
      } else {
        assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(decision.error()).contains("DORMANT, GERMINATED, TRAINING");
      }
    }
  }

  @Test
  void refusesABlueprintForASeedThatHasChanged() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 1);
    SeedTable later = seeds.with(decide(seeds, germinate("x", seeds, 0)).changes());

    Decision decision = decide(later, blueprint("a", "library-3", seeds.seed(0)));

    assertThat(decision.outcome()).isEqualTo(Outcome.STALE_REVISION);
    assertThat(decide(seeds, blueprint("a", " ", seeds.seed(0))).error()).contains("blank");
  }

  @ParameterizedTest
  @EnumSource(SeedState.class)
  void stopsEveryActiveSeedByTheTableWhateverItsRevision(SeedState state) {
    SeedTable seeds = tableOf(seedIn(state, 0));

    Decision decision = decide(seeds, stop("a", LAYER, null));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.applied()).containsExactly("a");
    SeedState after = seeds.with(decision.changes()).seed(0).state();
    assertThat(after)
        .isEqualTo(
            switch (state) {
              case GERMINATED, TRAINING -> SeedState.CANCELLED;
              case GRAFTING, STABILIZATION, EVALUATING, FINE_TUNING -> SeedState.ROLLED_BACK;
              case DORMANT, FOSSILIZED, CULLED, CANCELLED, ROLLED_BACK -> state;
            });
  }

  @Test
  void saysWhichSeedsATableGivesNoWayToStop() {
    Map<SeedState, Set<SeedState>> edges = new EnumMap<>(LifecycleTable.CURRENT.edges());
    edges.put(SeedState.STABILIZATION, Set.of(SeedState.EVALUATING));
    LifecycleTable table = new LifecycleTable(2, edges);
    CommandGate other =
        new CommandGate(new LifecycleRules(table, LifecycleRules.DEFAULTS.options()));
    SeedTable seeds = tableOf(seedIn(SeedState.STABILIZATION, 0));

    Decision decision = other.decide(view(seeds), stop("a", null, null), SeedReadings.NONE);

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.changes()).isEmpty();
    assertThat(decision.details()).containsEntry("not_stoppable_by_the_table", List.of(0));
  }

  @Test
  void stopsForPeopleWithoutAnEpochButNotForAnOldJob() {
    SeedTable seeds = tableOf(seedIn(SeedState.TRAINING, 0));
    GateView view = new GateView(seeds, 9, id -> Optional.empty());

    assertThat(gate.decide(view, stop("a", null, 0), SeedReadings.NONE).outcome())
        .isEqualTo(Outcome.APPLIED);
    Command old = stop("b", null, 0, new Fence(8, List.of()));
    assertThat(gate.decide(view, old, SeedReadings.NONE).outcome()).isEqualTo(Outcome.STALE_EPOCH);
  }

  @Test
  void rejectsHostileTargetsWithReasons() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 3);
    SeedState to = SeedState.GERMINATED;

    assertRejected(seeds, transition("a", to, true), "names no seed");
    assertRejected(seeds, transition("a", to, true, target(3, 0)), "has 0 to 2");
    assertRejected(seeds, transition("a", to, true, target(1, 0), target(1, 0)), "ascend");
    assertRejected(seeds, transition("a", to, true, target(2, 0), target(1, 0)), "ascend");
    Fence one = new Fence(1, List.of(target(1, 0)));
    assertRejected(seeds, transition("other", "a", null, to, true, one), "layer \"other\"");
    assertRejected(seeds, transition(LAYER, "a", 2, to, true, one), "names seed 2");
    assertRejected(seeds, stop("a", "other", null), "layer \"other\"");
    assertRejected(seeds, stop("a", null, 17), "seed 17 does not exist");
    assertRejected(seeds, blueprint("a", "x", Seed.dormant(5, HOST_EPOCH)), "seed 5");
  }

  @Test
  void appliesAnAtomicBatchAsAWhole() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 2);

    Decision decision =
        decide(
            seeds,
            batch(
                "b",
                true,
                false,
                germinate("x", seeds, 0),
                transition("y", SeedState.TRAINING, false, target(0, 1)),
                germinate("z", seeds, 1)));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.applied()).containsExactly("x", "y", "z", "b");
    SeedTable after = seeds.with(decision.changes());
    assertThat(after.seed(0).state()).isEqualTo(SeedState.TRAINING);
    assertThat(after.seed(0).revision()).isEqualTo(new Revision(HOST_EPOCH, 2));
    assertThat(after.seed(1).state()).isEqualTo(SeedState.GERMINATED);
  }

  @Test
  void appliesNothingOfAnAtomicBatchOfWhichOnePartFails() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 2);

    Decision decision =
        decide(
            seeds,
            batch(
                "b",
                true,
                false,
                germinate("x", seeds, 0),
                transition("y", SeedState.GERMINATED, false, target(1, 3))));

    assertThat(decision.outcome()).isEqualTo(Outcome.STALE_REVISION);
    assertThat(decision.error()).startsWith("part 1: ");
    assertThat(decision.details()).containsEntry("failed_part", 1);
    assertThat(decision.changes()).isEmpty();
    assertThat(decision.applied()).isEmpty();
    assertThat(decision.targets()).containsExactly(0, 1);
  }

  @Test
  void goesOnAfterAFailureOrStopsAtItAsTheBatchAsks() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 3);
    Command[] parts = {
      germinate("x", seeds, 0),
      transition("y", SeedState.FOSSILIZED, true, target(1, 0)),
      germinate("z", seeds, 2)
    };

    Decision goesOn = decide(seeds, batch("b", false, false, parts));
    Decision stops = decide(seeds, batch("b", false, true, parts));

    assertThat(goesOn.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(goesOn.applied()).containsExactly("x", "z");
    assertThat(stops.applied()).containsExactly("x");
    assertThat(partOutcomes(goesOn)).containsExactly("APPLIED", "REJECTED", "APPLIED");
    assertThat(partOutcomes(stops)).containsExactly("APPLIED", "REJECTED", "SKIPPED");
  }

  @Test
  void appliesOnlyWhatIsMissingOfABatchThatIsRepeated() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 2);
    LayerState state = new LayerState(LayerSnapshot.born(LAYER, HOST_EPOCH, 2, "0-0"));
    LayerProtocol protocol = new LayerProtocol(LifecycleRules.DEFAULTS);
    Command first = germinate("x", seeds, 0);
    Command second = germinate("y", seeds, 1);
    state.apply(protocol.settle(state, LogPlace.control("1-0"), first, SeedReadings.NONE, 0, 0));

    Decision decision =
        gate.decide(state.view(), batch("b", true, false, first, second), SeedReadings.NONE);

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.applied()).containsExactly("y", "b");
    assertThat(partOutcomes(decision)).containsExactly("DUPLICATE", "APPLIED");
  }

  @Test
  void rejectsHostileBatches() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 2);
    Command part = germinate("x", seeds, 0);

    assertRejected(seeds, batch("b", true, false), "empty");
    assertRejected(seeds, batch("b", true, false, batch("c", true, false, part)), "in a batch");
    assertRejected(seeds, batch("b", true, false, stop("s", null, null)), "on its own");
    assertRejected(seeds, batch("x", true, false, part), "has the id of the batch");
    Decision twice = decide(seeds, batch("b", false, false, part, germinate("x", seeds, 1)));
    assertThat(twice.applied()).containsExactly("x");
    assertThat(twice.error()).contains("id is that of an earlier part");
  }

  private static List<Object> partOutcomes(Decision decision) {
    List<Object> outcomes = new ArrayList<>();
    if (decision.details().get("parts") instanceof List<?> parts) {
      parts.forEach(part -> outcomes.add(((Map<?, ?>) part).get("outcome")));
    }
    return outcomes;
  }

  private void assertRejected(SeedTable seeds, Command command, String why) {
    Decision decision = decide(seeds, command);
    assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(decision.error()).contains(why);
    assertThat(decision.changes()).isEmpty();
  }

  private static Command germinate(String id, SeedTable seeds, int seedId) {
    return transition(id, SeedState.GERMINATED, seeds.seed(seedId));
  }

  private Decision decide(SeedTable seeds, Command command) {
    return decide(seeds, command, SeedReadings.NONE);
  }

  private Decision decide(SeedTable seeds, Command command, SeedReadings readings) {
    Decision decision = gate.decide(view(seeds), command, readings);
    assertThat(gate.decide(view(seeds), command, readings)).isEqualTo(decision);
    return decision;
  }

  private static GateView view(SeedTable seeds) {
    return new GateView(seeds, 0, id -> Optional.empty());
  }

  private static SeedReadings measuring(String metric, double value) {
    return seedId -> Map.of(metric, value);
  }

  private static SeedTable tableOf(Seed... seeds) {
    return new SeedTable(LAYER, List.of(seeds));
  }

  private static Seed seedIn(SeedState state, int epochs) {
    Revision revision = new Revision(HOST_EPOCH, 5);
    return new Seed(0, state, revision, epochs, null, GraftingStrategy.GRADUAL);
  }

  @Test
  void saysSoWhenAChangeDoesNotBeginWhereTheSeedStands() {
    SeedTable seeds = SeedTable.dormant(LAYER, HOST_EPOCH, 1);
    SeedChange change = decide(seeds, germinate("x", seeds, 0)).changes().get(0);
    SeedTable after = seeds.with(List.of(change));

    assertThatThrownBy(() -> after.with(List.of(change)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seed 0 of layer layer-1 begins at DORMANT 7.0");
  }
}
