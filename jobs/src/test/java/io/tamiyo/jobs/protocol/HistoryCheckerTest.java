package io.tamiyo.jobs.protocol;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.emergencyStop;
import static io.tamiyo.contracts.fixtures.Fixtures.epochStarted;
import static io.tamiyo.contracts.fixtures.Fixtures.heartbeat;
import static io.tamiyo.contracts.fixtures.Fixtures.seconds;
import static io.tamiyo.contracts.fixtures.Fixtures.target;
import static io.tamiyo.contracts.fixtures.Fixtures.transition;
import static io.tamiyo.contracts.fixtures.Fixtures.transitioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.message.LedgerReport;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {

  private static final String LAYER = "layer-1";
  private static final String CAUSE = "0-1";

  private final History history = History.ofStreams();
  private int entries = 1;

  HistoryCheckerTest() {
    history.inbound(CAUSE, heartbeat(LAYER, seconds(1)));
  }

  @Test
  void findsNothingInARightHistory() {
    Command wake = wake(0, 0, 1);
    written(wake);
    acknowledged(wake);
    event(wake, SeedState.DORMANT, SeedState.GERMINATED, 1);
    Command train = command(SeedState.TRAINING, 0, 1, 1);
    written(train);
    acknowledged(train);
    event(train, SeedState.GERMINATED, SeedState.TRAINING, 2);
    history.sent("m-1");
    history.arrived("m-1");
    history.sentMessages(LAYER, 5);
    history.ledger(ledger(5, 5));

    assertThat(check()).isEmpty();
  }

  @Test
  void findsWhatWasAcknowledgedByRedisAndLost() {
    history.sent("m-1");
    history.sent("m-2");
    history.arrived("m-2");

    assertThat(check()).containsExactly("rule 1: m-1 was acknowledged by Redis and never arrived");
  }

  @Test
  void findsACommandThatWasAppliedTwice() {
    Command wake = wake(0, 0, 1);
    written(wake);
    acknowledged(wake);
    event(wake, SeedState.DORMANT, SeedState.GERMINATED, 1);
    event(wake, SeedState.GERMINATED, SeedState.TRAINING, 2);

    assertThat(check()).anyMatch(violation -> violation.startsWith("rule 2"));
  }

  @Test
  void takesAnEventThatWasPublishedAgainForOne() {
    Command wake = wake(0, 0, 1);
    written(wake);
    acknowledged(wake);
    event(wake, SeedState.DORMANT, SeedState.GERMINATED, 1);
    event(wake, SeedState.DORMANT, SeedState.GERMINATED, 1);

    assertThat(check()).isEmpty();
  }

  @Test
  void findsARevisionThatIsMissingAndOneThatComesTwice() {
    event("host", SeedState.DORMANT, SeedState.GERMINATED, 1);
    event("host", SeedState.GERMINATED, SeedState.TRAINING, 3);
    assertThat(check()).singleElement().asString().startsWith("rule 3: expected revision 2");

    event("host", SeedState.TRAINING, SeedState.CULLED, 3);
    assertThat(check()).hasSize(2);
  }

  @Test
  void countsAnewInTheLifeOfANewStore() {
    event("host", SeedState.DORMANT, SeedState.GERMINATED, 1);
    StateTransitionEvent reborn =
        transitioned(LAYER, 0, SeedState.DORMANT, SeedState.GERMINATED).build();
    history.inbound(
        entry(),
        new StateTransitionEvent(
            reborn.header(),
            LAYER,
            0,
            SeedState.DORMANT,
            SeedState.GERMINATED,
            "",
            Map.of(),
            0,
            "host",
            true,
            new Revision(2, 1)));

    assertThat(check()).isEmpty();
  }

  @Test
  void findsAnIllegalEdgeAndOneThatBeginsElsewhere() {
    event("host", SeedState.DORMANT, SeedState.TRAINING, 1);
    event("host", SeedState.GERMINATED, SeedState.TRAINING, 2);

    assertThat(check()).hasSize(2).allMatch(violation -> violation.startsWith("rule 4"));
  }

  @Test
  void findsACommandWithoutACause() {
    Command wake = transition(LAYER, SeedState.GERMINATED).of(0, 0).cause("9-9").build();
    written(wake);
    acknowledged(wake);

    assertThat(check()).containsExactly("rule 5: " + wake.commandId() + " names cause \"9-9\"");
  }

  @Test
  void findsALedgerThatDoesNotBalanceOrNotWithTheSenders() {
    history.ledger(ledger(5, 4));
    history.sentMessages(LAYER, 6);
    history.sentMessages("layer-2", 1);

    assertThat(check()).hasSize(3).allMatch(violation -> violation.startsWith("rule 6"));
  }

  @Test
  void findsACommandThatWasAppliedToAnotherRevision() {
    Command wake = wake(0, 4, 1);
    written(wake);
    acknowledged(wake);
    event(wake, SeedState.DORMANT, SeedState.GERMINATED, 1);

    assertThat(check()).singleElement().asString().startsWith("rule 7");
  }

  @Test
  void anEmergencyStopNamesNoRevision() {
    Command stop = emergencyStop(LAYER).build();
    written(stop);
    acknowledged(stop);
    event("host", SeedState.DORMANT, SeedState.GERMINATED, 1);
    event(stop, SeedState.GERMINATED, SeedState.CANCELLED, 2);

    assertThat(check()).isEmpty();
  }

  @Test
  void findsAStaleCommandThatWasApplied() {
    Command wake = wake(0, 0, 1);
    history.control(LAYER, entry(), epochStarted(LAYER, 2));
    written(wake);
    acknowledged(wake);
    event(wake, SeedState.DORMANT, SeedState.GERMINATED, 1);

    assertThat(check()).singleElement().asString().startsWith("rule 8");
  }

  @Test
  void findsTwoCommandsThatAreOutForOneSeed() {
    Command wake = wake(0, 0, 1);
    Command train = command(SeedState.TRAINING, 0, 1, 1);
    written(wake);
    written(wake);
    written(train);
    acknowledged(wake);
    acknowledged(train);

    assertThat(check()).hasSize(2).allMatch(violation -> violation.startsWith("rule 9: seed 0"));
  }

  @Test
  void findsACommandForASeedThatTheFirstPlanDoesNotName() {
    LifecycleTransitionCommand wake = (LifecycleTransitionCommand) wake(0, 0, 1);
    Command asked =
        new LifecycleTransitionCommand(
            wake.header().answering("r-1"),
            LAYER,
            null,
            wake.targetState(),
            wake.parameters(),
            wake.priority(),
            wake.timeoutMs(),
            false,
            "",
            wake.fence(),
            CAUSE);
    history.control(LAYER, entry(), plan("r-1", 3));
    history.control(LAYER, entry(), plan("r-1", 0));
    written(asked);
    acknowledged(asked);
    event(asked, SeedState.DORMANT, SeedState.GERMINATED, 1);

    assertThat(check()).singleElement().asString().startsWith("rule 10");
  }

  @Test
  void findsACommandThatWasNeverAcknowledged() {
    Command wake = wake(0, 0, 1);
    written(wake);
    acknowledged(wake.withJobEpoch(2));

    assertThat(check())
        .containsExactly("rule 11: 1@" + wake.commandId() + " was never acknowledged");
  }

  @Test
  void passesOnWhatElseWasFound() {
    history.fault("something is wrong");

    assertThat(check()).containsExactly("something is wrong");
  }

  private List<String> check() {
    return HistoryChecker.check(history);
  }

  private String entry() {
    return ++entries + "-0";
  }

  private static Command wake(int seed, long revision, long epoch) {
    return command(SeedState.GERMINATED, seed, revision, epoch);
  }

  private static Command command(SeedState target, int seed, long revision, long epoch) {
    return transition(LAYER, target).of(seed, revision).epoch(epoch).cause(CAUSE).build();
  }

  private void written(Command command) {
    history.control(LAYER, entry(), command);
  }

  private void acknowledged(Command command) {
    history.inbound(entry(), acknowledgement(command, Outcome.APPLIED).build());
  }

  private void event(Command trigger, SeedState from, SeedState to, long revision) {
    event(trigger.commandId(), from, to, revision);
  }

  private void event(String trigger, SeedState from, SeedState to, long revision) {
    history.inbound(
        entry(), transitioned(LAYER, 0, from, to).revision(revision).triggeredBy(trigger).build());
  }

  private static LedgerReport ledger(long in, long out) {
    return new LedgerReport(Fixtures.header("ledger", seconds(1)), LAYER, in, out, 0, 0, 0, 0);
  }

  private static Plan plan(String requestId, int seed) {
    Header header = Fixtures.header("plan", seconds(1));
    return new Plan(
        header, LAYER, requestId, 1, SeedState.GERMINATED, List.of(target(seed, 0)), false, "");
  }
}
