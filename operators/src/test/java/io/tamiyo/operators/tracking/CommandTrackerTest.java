package io.tamiyo.operators.tracking;

import static io.tamiyo.contracts.fixtures.Fixtures.acknowledgement;
import static io.tamiyo.contracts.fixtures.Fixtures.emergencyStop;
import static io.tamiyo.contracts.fixtures.Fixtures.transition;
import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Fence;
import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.Command;
import io.tamiyo.contracts.message.EpochStarted;
import io.tamiyo.contracts.message.Priority;
import io.tamiyo.operators.delivery.TestingCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTrackerTest {

  private static final String LAYER = "layer-1";
  private static final Emission OWN = new Emission.On(5, "mine");
  private static final Emission NEXT = new Emission.On(6, "mine");
  private static final TrackingOptions OPTIONS = new TrackingOptions(3, 5_000, 3);

  private final ControlEntries entries = new ControlEntries(new TestingCodec());
  private CommandTracker tracker = new CommandTracker();

  @Test
  void sendsNothingBeforeItsOwnMarkerIsReadBack() throws IOException {
    assertThat(tracker.standing(OWN)).isEqualTo(Standing.WAITING);
    assertThat(admit(OWN, command(0))).isEmpty();

    marker(4, "mine");
    assertThat(admit(OWN, command(0))).isEmpty();

    marker(5, "mine");
    assertThat(tracker.standing(OWN)).isEqualTo(Standing.LEADING);
    assertThat(admit(OWN, command(0))).containsExactly(command(0).withJobEpoch(5));
  }

  @Test
  void aShadowSendsNothingWhateverItReads() throws IOException {
    Emission shadow = new Emission.Off("held by another");
    tracker.read(
        new EpochStarted(Fixtures.header("m", Fixtures.seconds(0)), LAYER, 5, "mine"), shadow);

    assertThat(tracker.standing(shadow)).isEqualTo(Standing.SHADOW);
    assertThat(shadow.epoch()).isZero();
    assertThat(admit(shadow, command(0))).isEmpty();
    assertThat(tracker.retry(shadow, OPTIONS, 99_999, entries).again()).isEmpty();
  }

  @Test
  void aGreaterMarkerOfAnotherJobEndsIt() throws IOException {
    lead();
    admit(OWN, command(0));
    marker(9, "other");

    assertThat(tracker.standing(OWN)).isEqualTo(Standing.SUPERSEDED);
    assertThat(admit(OWN, command(1))).isEmpty();
    assertThat(tracker.retry(OWN, OPTIONS, 99_999, entries).again()).isEmpty();
    assertThat(tracker.greatestHolder()).isEqualTo("other");
    assertThat(tracker.greatestEpoch()).isEqualTo(9);
  }

  @Test
  void aGreaterMarkerOfItsOwnJobMeansThatItIsOutlived() {
    lead();
    marker(6, "mine");

    assertThat(tracker.standing(OWN)).isEqualTo(Standing.OUTLIVED);
  }

  @Test
  void letsNoMoreGoThanMayBeInFlight() throws IOException {
    lead();

    assertThat(admit(OWN, command(0), command(1), command(2), command(3))).hasSize(3);
    assertThat(tracker.inFlight()).isEqualTo(3);
    assertThat(admit(OWN, command(3))).isEmpty();

    acknowledge(command(1), 5);
    assertThat(admit(OWN, command(3))).hasSize(1);
  }

  @Test
  void hasOneCommandOutForASeedAtATime() throws IOException {
    lead();
    admit(OWN, command(0));

    Command other = transition(LAYER, SeedState.CULLED).of(0, 1).build();
    assertThat(admit(OWN, command(0))).isEmpty();
    assertThat(admit(OWN, other)).isEmpty();

    acknowledge(command(0), 5);
    assertThat(admit(OWN, other)).hasSize(1);
  }

  @Test
  void aBatchIsAboutTheSeedsOfItsParts() throws IOException {
    lead();
    Command batch =
        new BatchCommand(
            Fixtures.header("batch", Fixtures.seconds(0)),
            List.of(command(3)),
            true,
            true,
            Priority.NORMAL,
            1,
            LAYER,
            Fence.NONE,
            "1-1");

    assertThat(PendingCommands.seedsOf(batch)).containsExactly(3);
  }

  @Test
  void anEmergencyStopWaitsForNothing() throws IOException {
    lead();
    admit(OWN, command(0), command(1), command(2));
    Command stop = emergencyStop(LAYER).build();

    assertThat(admit(OWN, stop, stop)).hasSize(1);
    acknowledge(command(0), 5);
    assertThat(admit(OWN, command(4))).isEmpty();
    acknowledge(command(1), 5);
    assertThat(admit(OWN, command(4))).hasSize(1);
  }

  @Test
  void anAcknowledgementClosesTheCopyThatItNamesAndNoOther() throws IOException {
    lead();
    admit(OWN, command(0));

    assertThat(acknowledge(command(0), 4)).isEmpty();
    assertThat(acknowledge(command(1), 5)).isEmpty();
    assertThat(acknowledge(command(0), 5))
        .hasValueSatisfying(copy -> assertThat(copy.epoch()).isEqualTo(5));
    assertThat(acknowledge(command(0), 5)).isEmpty();
    assertThat(tracker.inFlight()).isZero();
  }

  @Test
  void whatIsAcknowledgedBeforeItIsReadBackIsNotAdoptedLater() throws IOException {
    lead();
    admit(OWN, command(0));
    acknowledge(command(0), 5);
    assertThat(tracker.inFlight()).isZero();
    assertThat(admit(OWN, command(0))).isEmpty();

    readBack(NEXT, command(0), 5);
    assertThat(tracker.inFlight()).isZero();
    assertThat(tracker.pending().all()).isEmpty();
  }

  @Test
  void adoptsWhatEarlierIncarnationsSentBeforeItsMarker() throws IOException {
    readBack(OWN, command(0), 3);
    readBack(OWN, command(1), 4);
    marker(5, "mine");

    assertThat(tracker.waiting()).extracting(PendingCopy::epoch).containsExactly(3L, 4L);
    assertThat(admit(OWN, command(0))).isEmpty();
    assertThat(acknowledge(command(0), 3)).isPresent();
    assertThat(admit(OWN, command(0))).hasSize(1);
  }

  @Test
  void doesNotAdoptWhatIsSentAfterItsMarkerOrByItself() throws IOException {
    readBack(OWN, command(2), 5);
    lead();
    readBack(OWN, command(0), 4);
    readBack(OWN, command(1), 5);

    assertThat(tracker.waiting()).isEmpty();
  }

  @Test
  void anAnswerMayBeReadBeforeTheCommandThatItAnswers() throws IOException {
    acknowledge(OWN, command(0), 4);
    readBack(OWN, command(0), 4);
    readBack(OWN, command(1), 4);
    marker(5, "mine");

    assertThat(tracker.waiting())
        .extracting(PendingCopy::commandId)
        .containsExactly(command(1).commandId());
  }

  @Test
  void remembersTheLatestAnswersAndNoMore() throws IOException {
    for (int seed = 0; seed <= EarlyAnswers.BOUND; seed++) {
      acknowledge(OWN, command(seed), 4);
    }

    assertThat(tracker.early().all()).hasSize(EarlyAnswers.BOUND);
    readBack(OWN, command(0), 4);
    assertThat(tracker.waiting()).hasSize(1);
    marker(5, "mine");
    assertThat(tracker.early().all()).isEmpty();
  }

  @Test
  void ofTwoCopiesInTheLogTheLaterIsWaitedFor() throws IOException {
    readBack(OWN, command(0), 4);
    readBack(OWN, command(0), 3);
    assertThat(tracker.waiting()).extracting(PendingCopy::epoch).containsExactly(4L);

    readBack(NEXT, command(0), 5);
    assertThat(tracker.waiting()).extracting(PendingCopy::epoch).containsExactly(5L);
  }

  @Test
  void doesNotAdoptACopyThatStandsBehindAGreaterMarker() throws IOException {
    readBack(OWN, command(0), 3);
    marker(4, "mine");
    readBack(OWN, command(0), 3);
    readBack(OWN, command(1), 3);

    assertThat(tracker.waiting())
        .extracting(PendingCopy::commandId)
        .containsExactly(command(0).commandId());
  }

  @Test
  void forgetsItsOwnCopyWhenThatStandsBehindAGreaterMarker() throws IOException {
    lead();
    admit(OWN, command(0));
    marker(NEXT, 6, "other");
    readBack(NEXT, command(0), 5);

    assertThat(tracker.waiting()).isEmpty();
  }

  @Test
  void anAdoptedCommandMeansThatEarlierOnesForItsSeedAreDoneWith() throws IOException {
    Command stop = emergencyStop(LAYER).build();
    Command later = transition(LAYER, SeedState.TRAINING).of(0, 1).build();
    readBack(OWN, command(0), 4);
    readBack(OWN, command(1), 4);
    readBack(OWN, stop, 4);
    readBack(OWN, later, 4);

    assertThat(tracker.waiting())
        .extracting(PendingCopy::commandId)
        .containsExactly(command(1).commandId(), stop.commandId(), later.commandId());
  }

  @Test
  void forgetsWhatItsMarkerProvesToBeMissingInTheLog() throws IOException {
    lead();
    admit(OWN, command(0), command(1));
    readBack(OWN, command(1), 5);
    tracker = tracker.copy();

    marker(NEXT, 6, "mine");

    assertThat(tracker.waiting())
        .extracting(PendingCopy::commandId)
        .containsExactly(command(1).commandId());
    assertThat(admit(NEXT, command(0))).hasSize(1);
  }

  @Test
  void sendsAgainUnderItsOwnEpochWhatIsNotAnsweredInTime() throws IOException {
    readBack(OWN, command(0), 4);
    marker(5, "mine");

    assertThat(retry(OWN, 15_999)).isEmpty();
    assertThat(retry(OWN, 16_000)).containsExactly(command(0).withJobEpoch(5));
    assertThat(retry(OWN, 16_001)).isEmpty();

    assertThat(acknowledge(command(0), 4)).isEmpty();
    assertThat(tracker.inFlight()).isEqualTo(1);
    assertThat(acknowledge(command(0), 5)).isPresent();
  }

  @Test
  void waitsFromTheMomentWhenRedisTookTheCopy() throws IOException {
    lead();
    admit(OWN, command(0));
    readBack(OWN, command(0), 5);

    assertThat(retry(OWN, 15_999)).isEmpty();
    assertThat(retry(OWN, 16_000)).hasSize(1);
  }

  @Test
  void givesUpWhatWasSentOftenEnough() throws IOException {
    lead();
    admit(OWN, command(0));
    assertThat(retry(OWN, 10_000)).hasSize(1);
    assertThat(retry(OWN, 20_000)).hasSize(1);

    Retries last = tracker.retry(OWN, OPTIONS, 30_000, entries);

    assertThat(last.again()).isEmpty();
    assertThat(last.givenUp())
        .singleElement()
        .satisfies(copy -> assertThat(copy.commandId()).isEqualTo(command(0).commandId()));
    assertThat(tracker.inFlight()).isZero();
  }

  @Test
  void givesUpWhatCanNotBeReadAnyMoreAndSendsTheOthersAgain() throws IOException {
    lead();
    admit(OWN, command(0), command(1));
    PendingCommand kept = tracker.pending().all().get(0);
    tracker.pending().put(kept.sentAgain(kept.epoch(), 1_000, Map.of()));

    Retries retries = tracker.retry(OWN, OPTIONS, 10_000, entries);

    assertThat(retries.givenUp()).extracting(PendingCopy::commandId).containsExactly(kept.id());
    assertThat(retries.again()).hasSize(1);
    assertThat(tracker.inFlight()).isEqualTo(1);
  }

  private static Command command(int seed) {
    return transition(LAYER, SeedState.GERMINATED).of(seed, 0).epoch(0).build();
  }

  private void lead() {
    marker(5, "mine");
  }

  private void marker(long epoch, String holder) {
    marker(OWN, epoch, holder);
  }

  private void marker(Emission emission, long epoch, String holder) {
    tracker.read(
        new EpochStarted(Fixtures.header("m", Fixtures.seconds(0)), LAYER, epoch, holder),
        emission);
  }

  private void readBack(Emission emission, Command command, long epoch) throws IOException {
    tracker.read(command.withJobEpoch(epoch), "11000-0", 11_000, emission, entries);
  }

  private Optional<PendingCopy> acknowledge(Command command, long epoch) {
    return acknowledge(OWN, command, epoch);
  }

  private Optional<PendingCopy> acknowledge(Emission emission, Command command, long epoch) {
    return tracker.acknowledge(
        acknowledgement(command.withJobEpoch(epoch), Outcome.APPLIED).build(), emission);
  }

  private List<Command> admit(Emission emission, Command... proposed) throws IOException {
    return commands(tracker.admit(List.of(proposed), emission, OPTIONS, 1_000, entries));
  }

  private List<Command> retry(Emission emission, long now) throws IOException {
    return commands(tracker.retry(emission, OPTIONS, now, entries).again());
  }

  private List<Command> commands(List<Map<String, byte[]>> written) throws IOException {
    List<Command> commands = new ArrayList<>();
    for (Map<String, byte[]> fields : written) {
      commands.add(entries.readCommand(fields).orElseThrow());
    }
    return commands;
  }
}
