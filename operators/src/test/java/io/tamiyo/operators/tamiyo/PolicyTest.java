package io.tamiyo.operators.tamiyo;

import static io.tamiyo.contracts.fixtures.Fixtures.report;
import static io.tamiyo.contracts.fixtures.Fixtures.target;
import static io.tamiyo.operators.tamiyo.Views.LAYER;
import static io.tamiyo.operators.tamiyo.Views.after;
import static io.tamiyo.operators.tamiyo.Views.occasion;
import static io.tamiyo.operators.tamiyo.Views.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.MetricNames;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Priority;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {

  private static final PolicyOptions OPTIONS = PolicyOptions.DEFAULTS;

  @Test
  void wakesHalfOfALayerThatSleeps() {
    List<Command> commands = propose(after(report(LAYER).seeds(6)));

    assertThat(shown(commands)).containsExactly("0→GERMINATED", "1→GERMINATED", "2→GERMINATED");
  }

  @Test
  void stopsBeforeItAdvancesAndAdvancesBeforeItWakes() {
    LayerView view =
        after(
            report(LAYER)
                .seeds(5)
                .state(1, SeedState.GERMINATED)
                .state(2, SeedState.TRAINING)
                .metric(2, MetricNames.ERROR_COUNT, 6));

    List<Command> commands = propose(view);

    assertThat(shown(commands)).containsExactly("2→CULLED", "1→TRAINING", "0→GERMINATED");
    assertThat(commands.get(0).priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void aCommandSaysWhyAndBecauseOfWhat() {
    LayerView view =
        after(
            report(LAYER)
                .seeds(1)
                .state(0, SeedState.TRAINING)
                .revision(0, 2)
                .epochsInState(0, 100)
                .metric(0, MetricNames.RECONSTRUCTION_LOSS, 0.00390625));

    LifecycleTransitionCommand command =
        (LifecycleTransitionCommand)
            Policy.STANDARD.propose(view, OPTIONS, new Occasion(LAYER, 1_500, "1500-3", 10)).get(0);

    assertThat(command.reason())
        .isEqualTo("reconstruction_loss 0.00390625 ≤ 0.01 after 100 epochs in TRAINING");
    assertThat(command.cause()).isEqualTo("1500-3");
    assertThat(command.header().timestamp()).isEqualTo(1.5);
    assertThat(command.fence().targets()).containsExactly(target(0, 2));
    assertThat(command.fence().jobEpoch()).isZero();
    assertThat(command.force()).isFalse();
  }

  @Test
  void theIdFollowsFromWhatIsDoneToWhichRevisionAndNotFromTheOccasion() {
    LayerView view = after(report(LAYER).seeds(1));
    LayerView changed = after(report(LAYER).seeds(1).revision(0, 1));

    String id = propose(view).get(0).commandId();

    assertThat(Policy.STANDARD.propose(view, OPTIONS, occasion(77)).get(0).commandId())
        .isEqualTo(id);
    assertThat(propose(changed).get(0).commandId()).isNotEqualTo(id);
  }

  @Test
  void decidesNothingOnALayerThatIsNotSeenClearly() {
    LayerView view = after(report(LAYER).seeds(4));

    assertThat(Policy.STANDARD.propose(view, OPTIONS, occasion(10_000))).isNotEmpty();
    assertThat(Policy.STANDARD.propose(view, OPTIONS, occasion(10_001))).isEmpty();
    assertThat(propose(new LayerView())).isEmpty();
  }

  @Test
  void proposesNoMoreThanTheOccasionAndTheOptionsAllow() {
    LayerView view = after(report(LAYER).seeds(1_000));

    assertThat(propose(view)).hasSize(100);
    assertThat(Policy.STANDARD.propose(view, OPTIONS, new Occasion(LAYER, 0, "0-0", 7))).hasSize(7);
  }

  @Test
  void aSeedGetsTheDecisionOfTheFirstRuleThatWantsIt() {
    Rule everyone =
        (view, options, now, round) ->
            round.add(Decision.of(0, SeedState.GERMINATED, Priority.LOW, "first"));
    Policy policy = new Policy(List.of(everyone, new WakeRule()));

    List<Command> commands = policy.propose(after(report(LAYER).seeds(4)), OPTIONS, occasion());

    assertThat(shown(commands)).containsExactly("0→GERMINATED", "1→GERMINATED");
    assertThat(commands.get(0).priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void aRoundRefusesASecondDecisionOnASeedAndOneBeyondItsLimit() {
    Round round = new Round(2);
    Decision decision = Decision.of(0, SeedState.GERMINATED, Priority.LOW, "why");
    round.add(decision);

    assertThatThrownBy(() -> round.add(decision)).isInstanceOf(IllegalArgumentException.class);
    round.add(Decision.of(1, SeedState.GERMINATED, Priority.LOW, "why"));
    assertThat(round.isFull()).isTrue();
    assertThat(round.takes(2)).isFalse();
  }

  @RandomSeeds
  void neverIllegalNeverOnTheUnknownNeverAboveItsBounds(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      LayerView view = new LayerView();
      long now = 0;
      for (int report = random.nextInt(4); report > 0; report--) {
        now += random.nextInt(8_000);
        view.take(Views.anyReport(random, random.nextInt(3)), now, random.nextInt(5) == 0);
      }
      now += random.nextInt(12_000);
      int limit = random.nextInt(30);
      Occasion occasion = new Occasion(LAYER, now, "1-1", limit);

      List<Command> commands = Policy.STANDARD.propose(view, OPTIONS, occasion);

      assertThat(commands).hasSizeLessThanOrEqualTo(limit);
      assertThat(Policy.STANDARD.propose(view.copy(), OPTIONS, occasion)).isEqualTo(commands);
      Set<Integer> seeds = new HashSet<>();
      for (Command command : commands) {
        assertThat(Views.faultOf(command, view, now, OPTIONS.staleAfterMs())).isNull();
        assertThat(seeds.add(command.fence().targets().get(0).seedId())).isTrue();
      }
    }
  }

  private static List<Command> propose(LayerView view) {
    return Policy.STANDARD.propose(view, OPTIONS, occasion());
  }
}
