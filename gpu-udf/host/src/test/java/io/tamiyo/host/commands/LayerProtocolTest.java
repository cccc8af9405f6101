package io.tamiyo.host.commands;

import static io.tamiyo.host.commands.TestingCommands.HOST_EPOCH;
import static io.tamiyo.host.commands.TestingCommands.LAYER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.LifecycleRules;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BlueprintEvent;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.contracts.message.StateTransitionEvent;
import io.tamiyo.host.commands.LayerRecord.CommandSettled;
import io.tamiyo.host.commands.LayerRecord.EntryPassed;
import io.tamiyo.host.commands.LayerRecord.EntryUnreadable;
import io.tamiyo.host.commands.LayerRecord.EpochRaised;
import io.tamiyo.host.commands.LayerRecord.Published;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerProtocolTest {

  private static final double AT = 100;
  private static final double NOW = 100.002;

  private final LayerProtocol protocol = new LayerProtocol(LifecycleRules.DEFAULTS);
  private final Publications publications = new Publications("host-1", LAYER);
  private final LayerState state = new LayerState(LayerSnapshot.born(LAYER, HOST_EPOCH, 2, "5-0"));

  @Test
  void acknowledgesAnApplicationAndTellsOfEachChange() {
    Command command = TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0));

    List<Message> messages = publications.of(take("1-0", command));

    assertThat(messages).hasSize(2);
    CommandResult result = (CommandResult) messages.get(0);
    assertThat(result.header().messageId()).isEqualTo("ack-layer-1-1-0");
    assertThat(result.header().correlationId()).isEqualTo("a");
    assertThat(result.success()).isTrue();
    assertThat(result.layerId()).isEqualTo(LAYER);
    assertThat(result.commandId()).isEqualTo("a");
    assertThat(result.jobEpoch()).isEqualTo(1);
    assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(result.seeds())
        .containsExactly(new SeedOutcome(0, SeedState.GERMINATED, new Revision(HOST_EPOCH, 1)));
    assertThat(result.executionTimeMs()).isBetween(1.9, 2.1);
    StateTransitionEvent event = (StateTransitionEvent) messages.get(1);
    assertThat(event.fromState()).isEqualTo(SeedState.DORMANT);
    assertThat(event.toState()).isEqualTo(SeedState.GERMINATED);
    assertThat(event.triggeredBy()).isEqualTo("a");
    assertThat(event.revision()).isEqualTo(new Revision(HOST_EPOCH, 1));
  }

  @Test
  void acknowledgesADuplicateWithTheSeedsAsTheyAreNow() {
    Command command = TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0));
    take("1-0", command);
    take("2-0", TestingCommands.transition("b", SeedState.TRAINING, state.seeds().seed(0)));

    List<Message> messages = publications.of(take("3-0", command.withJobEpoch(4)));

    assertThat(messages).hasSize(1);
    CommandResult result = (CommandResult) messages.get(0);
    assertThat(result.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(result.success()).isTrue();
    assertThat(result.jobEpoch()).isEqualTo(4);
    assertThat(result.seeds())
        .containsExactly(new SeedOutcome(0, SeedState.TRAINING, new Revision(HOST_EPOCH, 2)));
    assertThat(result.details())
        .containsEntry("stored_outcome", "APPLIED")
        .containsEntry("applied_from", "1-0");
  }

  @Test
  void givesTheSameMessagesForTheSameRecord() {
    LayerRecord settled =
        take("1-0", TestingCommands.transition("a", SeedState.FOSSILIZED, state.seeds().seed(1)));

    assertThat(publications.of(settled)).isEqualTo(publications.of(settled)).hasSize(1);
  }

  @Test
  void tellsOfAChangedBlueprintAsSuch() {
    LayerRecord settled =
        take("1-0", TestingCommands.blueprint("a", "library-3", state.seeds().seed(1)));

    BlueprintEvent event = (BlueprintEvent) publications.of(settled).get(1);

    assertThat(event.blueprintId()).isEqualTo("library-3");
    assertThat(event.seedId()).isEqualTo(1);
    assertThat(event.details()).containsEntry("revision", "7.1");
  }

  @Test
  void raisesTheEpochAtAMarkerAndNeverLowersIt() {
    assertThat(take("1-0", TestingCommands.marker(5))).isInstanceOf(EpochRaised.class);
    take("2-0", TestingCommands.marker(3));

    assertThat(state.greatestJobEpoch()).isEqualTo(5);
    assertThat(state.position(LogPlace.Log.CONTROL)).isEqualTo("2-0");
  }

  @Test
  void passesOverPlansAndMarkersOfOtherLayersWithoutAWord() {
    Header header = Header.of("x", 1, "test");
    Plan plan =
        new Plan(header, LAYER, "request", 1, SeedState.GERMINATED, List.of(), false, "why");

    LayerRecord passed = take("1-0", plan);
    take("2-0", new EpochStarted(header, "other", 9, "job"));

    assertThat(passed).isInstanceOf(EntryPassed.class);
    assertThat(publications.of(passed)).isEmpty();
    assertThat(state.greatestJobEpoch()).isZero();
    assertThat(state.unpublished()).isEmpty();
    assertThat(state.position(LogPlace.Log.CONTROL)).isEqualTo("2-0");
  }

  @Test
  void leavesStopsOfOtherLayersInTheSharedStreamToThem() {
    LogPlace place = LogPlace.emergency("6-0");

    LayerRecord other =
        protocol.settle(
            state, place, TestingCommands.stop("s", "other", null), SeedReadings.NONE, AT, NOW);
    LayerRecord all =
        protocol.settle(
            state, place, TestingCommands.stop("s", null, null), SeedReadings.NONE, AT, NOW);

    assertThat(other).isInstanceOf(EntryPassed.class);
    assertThat(all).isInstanceOf(CommandSettled.class);
    state.apply(other);
    assertThat(state.position(LogPlace.Log.EMERGENCY)).isEqualTo("6-0");
    assertThat(state.position(LogPlace.Log.CONTROL)).isEqualTo("0-0");
  }

  @Test
  void settlesAnEntryWithSeveralMessagesAtItsLast() {
    LogPlace first = new LogPlace(LogPlace.Log.CONTROL, "8-0", 0, false);
    LogPlace last = new LogPlace(LogPlace.Log.CONTROL, "8-0", 1, true);

    state.apply(
        protocol.settle(state, first, TestingCommands.marker(1), SeedReadings.NONE, AT, NOW));
    assertThat(state.position(LogPlace.Log.CONTROL)).isEqualTo("0-0");
    Command command = TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0));
    LayerRecord settled = protocol.settle(state, last, command, SeedReadings.NONE, AT, NOW);
    state.apply(settled);

    assertThat(state.position(LogPlace.Log.CONTROL)).isEqualTo("8-0");
    assertThat(publications.of(settled).get(0).header().messageId()).isEqualTo("ack-layer-1-8-0-1");
  }

  @Test
  void keepsWhatRedisHasNotConfirmed() {
    LayerRecord first =
        take("1-0", TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0)));
    LayerRecord second =
        take("2-0", TestingCommands.transition("b", SeedState.GERMINATED, state.seeds().seed(1)));

    state.apply(new Published(first.number()));

    assertThat(state.unpublished()).containsExactly(second);
    assertThat(new LayerState(state.snapshot()).unpublished()).containsExactly(second);
  }

  @Test
  void sendsEmbargoedSeedsBackToSleepWhenTheirTimeIsOver() {
    take("1-0", TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0)));
    take("2-0", TestingCommands.stop("s", LAYER, null));
    for (int epoch = 1; epoch < 50; epoch++) {
      state.countEpoch();
      assertThat(protocol.endEmbargoes(state, AT)).isEmpty();
    }
    state.countEpoch();

    Optional<LayerRecord> own = protocol.endEmbargoes(state, AT);
    state.apply(own.orElseThrow());

    assertThat(state.seeds().seed(0).state()).isEqualTo(SeedState.DORMANT);
    assertThat(state.seeds().seed(0).revision()).isEqualTo(new Revision(HOST_EPOCH, 3));
    StateTransitionEvent event = (StateTransitionEvent) publications.of(own.orElseThrow()).get(0);
    assertThat(event.triggeredBy()).isEqualTo("host");
    assertThat(event.reason()).isEqualTo("embargo is over");
  }

  @Test
  void refusesWhatCouldNotBeReadAndKeepsItForPeople() {
    EntryUnreadable unreadable =
        new EntryUnreadable(
            1,
            LogPlace.control("1-0"),
            "kasmina.control.layer.layer-1",
            -1,
            1,
            "a",
            3,
            "unknown_type",
            "no such kind",
            Map.of("data", "AAAA"),
            AT);
    state.apply(unreadable);

    List<Message> messages = publications.of(unreadable);

    CommandResult result = (CommandResult) messages.get(0);
    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(result.commandId()).isEqualTo("a");
    assertThat(result.jobEpoch()).isEqualTo(3);
    DeadLetter dead = (DeadLetter) messages.get(1);
    assertThat(dead.stream()).isEqualTo("kasmina.control.layer.layer-1");
    assertThat(dead.entryId()).isEqualTo("1-0");
    assertThat(dead.reason()).isEqualTo("unknown_type");
    assertThat(dead.fields()).containsEntry("data", "AAAA");
  }

  @Test
  void givesUpWhatCouldNotBeDecidedInTimeButNeverAStop() {
    Command command = TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0));
    double late = AT + 5.001;

    CommandSettled failed =
        (CommandSettled)
            protocol.settle(state, LogPlace.control("1-0"), command, SeedReadings.NONE, AT, late);
    CommandSettled stopped =
        (CommandSettled)
            protocol.settle(
                state,
                LogPlace.emergency("6-0"),
                TestingCommands.stop("s", null, null),
                SeedReadings.NONE,
                AT,
                late);

    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.error())
        .isEqualTo("it was 5001 ms until it could be decided; timeout_ms is 5000");
    assertThat(failed.details()).containsEntry("reason", "timed_out");
    assertThat(stopped.outcome()).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void reportsAFailedApplicationWithTheSeedsUnchanged() {
    Command command = TestingCommands.transition("a", SeedState.GERMINATED, state.seeds().seed(0));
    CommandSettled wish =
        (CommandSettled)
            protocol.settle(state, LogPlace.control("1-0"), command, SeedReadings.NONE, AT, NOW);

    CommandSettled failed = protocol.failed(wish, state.seeds(), "disk full");

    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.error()).isEqualTo("disk full");
    assertThat(failed.changes()).isEmpty();
    assertThat(failed.seeds())
        .containsExactly(new SeedOutcome(0, SeedState.DORMANT, new Revision(HOST_EPOCH, 0)));
  }

  @Test
  void forgetsTheOldestApplicationAndThenAnswersByRevision() {
    LayerState small = new LayerState(LayerSnapshot.born(LAYER, HOST_EPOCH, 2, "0-0"), 1);
    Command first = TestingCommands.transition("a", SeedState.GERMINATED, small.seeds().seed(0));
    Command second = TestingCommands.transition("b", SeedState.GERMINATED, small.seeds().seed(1));
    small.apply(protocol.settle(small, LogPlace.control("1-0"), first, SeedReadings.NONE, 0, 0));
    small.apply(protocol.settle(small, LogPlace.control("2-0"), second, SeedReadings.NONE, 0, 0));

    CommandSettled again =
        (CommandSettled)
            protocol.settle(small, LogPlace.control("3-0"), first, SeedReadings.NONE, 0, 0);

    assertThat(again.outcome()).isEqualTo(Outcome.STALE_REVISION);
  }

  @Test
  void refusesARecordThatDoesNotFollow() {
    assertThatThrownBy(() -> state.apply(new EpochRaised(2, LogPlace.control("1-0"), 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("record 2 of layer layer-1 follows record 0");
  }

  private LayerRecord take(String entryId, Message message) {
    LayerRecord settled =
        protocol.settle(state, LogPlace.control(entryId), message, SeedReadings.NONE, AT, NOW);
    state.apply(settled);
    return settled;
  }
}
