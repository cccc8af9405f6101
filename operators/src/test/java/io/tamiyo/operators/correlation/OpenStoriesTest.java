package io.tamiyo.operators.correlation;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.BatchCommand;
import io.tamiyo.contracts.message.LifecycleTransitionCommand;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.Plan;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenStoriesTest {

  private static final String LAYER = "encoder.0";
  private static final int MOST = 100;
  private static final long PATIENCE = 60_000;

  private OpenStories stories = OpenStories.none();
  private int entries;

  private Optional<AwaitedCommand> take(long time, Message message) {
    return stories.take(message, time, "entry-" + ++entries, MOST);
  }

  private static LifecycleTransitionCommand command(String id, int... seeds) {
    var builder = Fixtures.transition(LAYER, SeedState.GERMINATED).id(id);
    for (int seed : seeds) {
      builder.of(seed, 0);
    }
    LifecycleTransitionCommand plain = builder.build();
    return new LifecycleTransitionCommand(
        plain.header().answering("request-1"),
        plain.layerId(),
        plain.seedId(),
        plain.targetState(),
        plain.parameters(),
        plain.priority(),
        plain.timeoutMs(),
        plain.force(),
        plain.reason(),
        plain.fence(),
        plain.cause());
  }

  private static Message request() {
    return Fixtures.request(LAYER, SeedState.GERMINATED).seeds(1).id("request-1").build();
  }

  private static Plan plan() {
    return new Plan(
        Fixtures.header("plan-1", Duration.ZERO),
        LAYER,
        "request-1",
        1,
        SeedState.GERMINATED,
        List.of(Fixtures.target(1, 0)),
        false,
        "");
  }

  private static Message answer(LifecycleTransitionCommand command, Outcome outcome) {
    return Fixtures.acknowledgement(command, outcome).build();
  }

  private static StateTransitionEvent change(int seed, String commandId) {
    return Fixtures.transitioned(LAYER, seed, SeedState.DORMANT, SeedState.GERMINATED)
        .triggeredBy(commandId)
        .build();
  }

  private void assertNothingIsOpen() {
    stories.overdue(Long.MAX_VALUE / 2, PATIENCE);
    assertThat(stories.size()).isZero();
  }

  @Test
  void measuresEachStepOfAStory() {
    take(1_000, request());
    take(1_004, plan());
    take(1_005, command("c", 1));
    take(1_012, answer(command("c", 1), Outcome.APPLIED));
    Optional<AwaitedCommand> closed = take(1_015, change(1, "c"));

    assertThat(closed).isPresent();
    assertThat(closed.get().toCommandMs()).isEqualTo(5);
    assertThat(closed.get().toAcknowledgementMs()).isEqualTo(7);
    assertThat(closed.get().toTransitionMs()).isEqualTo(3);
    assertThat(closed.get().story()).isEqualTo("request-1");
    assertThat(stories.overdue(2_000_000, PATIENCE)).isEmpty();
    assertNothingIsOpen();
  }

  @RandomSeeds
  void closesInWhateverOrderTheStreamsAreRead(long seed) {
    LifecycleTransitionCommand command = command("c", 1, 2);
    List<Message> inbound =
        new ArrayList<>(
            List.of(answer(command, Outcome.APPLIED), change(1, "c"), change(2, "c"), command));
    Collections.shuffle(inbound, new Random(seed));
    take(1_000, request());
    List<AwaitedCommand> closed = new ArrayList<>();
    for (Message message : inbound) {
      stories = OpenStories.of(stories.stored());
      long time = message instanceof LifecycleTransitionCommand ? 1_001 : 1_009;
      take(time, message).ifPresent(closed::add);
    }

    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).toCommandMs()).isEqualTo(1);
    assertThat(closed.get(0).toAcknowledgementMs()).isEqualTo(8);
    assertThat(closed.get(0).toTransitionMs()).isZero();
    assertNothingIsOpen();
  }

  @Test
  void endsWithARefusalAndWithWhatNeedsNoChange() {
    take(1, command("c", 1));
    assertThat(take(2, answer(command("c", 1), Outcome.REJECTED))).isPresent();
    take(3, command("d", 1));
    assertThat(take(4, answer(command("d", 1), Outcome.DUPLICATE)))
        .hasValueSatisfying(closed -> assertThat(closed.toTransitionMs()).isNegative());
    BatchCommand batch =
        new BatchCommand(
            Fixtures.header("b", Duration.ZERO),
            List.of(command("e", 1)),
            false,
            true,
            command("e", 1).priority(),
            5_000,
            LAYER,
            command("e", 1).fence(),
            "");
    take(5, batch);
    assertThat(take(6, Fixtures.acknowledgement(batch, Outcome.APPLIED).build())).isPresent();
    assertThat(stories.size()).isZero();
  }

  @Test
  void isNotEndedByTheAnswerToAnOldCopy() {
    take(1, command("c", 1).withJobEpoch(7));
    take(2, command("c", 1).withJobEpoch(8));

    assertThat(take(3, answer(command("c", 1).withJobEpoch(7), Outcome.STALE_EPOCH))).isEmpty();
    assertThat(take(4, answer(command("c", 1).withJobEpoch(8), Outcome.STALE_EPOCH)))
        .hasValueSatisfying(closed -> assertThat(closed.toAcknowledgementMs()).isEqualTo(3));
  }

  @Test
  void reportsOnceWhatStaysOpenAndForWhichStepItWaits() {
    take(1_000, request());
    assertThat(stories.overdue(1_000 + PATIENCE, PATIENCE)).isEmpty();
    assertThat(stories.isDue(1_000 + PATIENCE - 1)).isFalse();
    assertThat(stories.overdue(1_001 + PATIENCE, PATIENCE))
        .containsExactly(
            new Overdue("request-1", "request-1", StepKind.PLAN, 1_000, PATIENCE, "entry-1"));
    assertThat(stories.overdue(9_000_000, PATIENCE)).isEmpty();

    take(2_000, plan());
    assertThat(stories.overdue(9_000_000, PATIENCE))
        .extracting(Overdue::waitsFor)
        .containsExactly(StepKind.COMMAND);
    take(3_000, command("c", 1));
    take(4_000, command("d", 1));
    take(4_001, answer(command("d", 1), Outcome.APPLIED));
    assertThat(stories.overdue(9_000_000, PATIENCE))
        .extracting(Overdue::id, Overdue::waitsFor, Overdue::since)
        .containsExactly(
            tuple("c", StepKind.ACKNOWLEDGEMENT, 3_000L), tuple("d", StepKind.TRANSITION, 4_001L));
    assertThat(stories.size()).isZero();
  }

  @Test
  void waitsAnewWithEachCopyOfACommand() {
    take(0, command("c", 1));
    take(50_000, command("c", 1));

    assertThat(stories.overdue(100_000, PATIENCE)).isEmpty();
    assertThat(stories.overdue(110_001, PATIENCE)).hasSize(1);
  }

  @Test
  void waitsForNothingMoreOfARequestThatIsAnsweredOtherwise() {
    take(0, request());
    stories.answered("request-1");

    assertThat(stories.overdue(9_000_000, PATIENCE)).isEmpty();
    assertThat(stories.size()).isZero();
  }

  @Test
  void waitsForNothingMoreOfARequestThatEndsWithNothingLeftToDoAndKnowsWhenItWasAsked() {
    take(1_000, request());
    take(1_001, plan());

    assertThat(stories.done("request-1")).isTrue();
    assertThat(stories.done("request-1")).isFalse();
    assertThat(stories.done("request-2")).isFalse();
    take(1_005, command("c", 1));
    assertThat(take(1_006, answer(command("c", 1), Outcome.REJECTED)))
        .hasValueSatisfying(closed -> assertThat(closed.toCommandMs()).isEqualTo(5));
    assertThat(stories.overdue(9_000_000, PATIENCE)).isEmpty();
    assertThat(stories.kept()).isZero();
  }

  @Test
  void tellsTheStoryOfACommandOnceHoweverManyCopiesFollow() {
    take(1, command("c", 1));
    take(2, change(1, "c"));
    assertThat(take(3, answer(command("c", 1), Outcome.APPLIED))).isPresent();
    for (int copy = 0; copy < 2; copy++) {
      stories = OpenStories.of(stories.stored());
      assertThat(take(4, answer(command("c", 1), Outcome.DUPLICATE))).isEmpty();
      assertThat(take(5, command("c", 1))).isEmpty();
      assertThat(take(6, answer(command("c", 1), Outcome.DUPLICATE))).isEmpty();
    }

    assertThat(stories.size()).isZero();
    assertThat(stories.isDue(7)).isTrue();
    assertThat(stories.overdue(3 + PATIENCE, PATIENCE)).isEmpty();
    assertThat(stories.kept()).isOne();
    assertThat(stories.isDue(2 + PATIENCE)).isFalse();
    assertThat(stories.overdue(4 + PATIENCE, PATIENCE)).isEmpty();
    assertThat(stories.kept()).isZero();
  }

  @Test
  void knowsAsManyClosedCommandsAsOpenOnes() {
    for (int i = 0; i < MOST + 3; i++) {
      take(i, command("c-" + i, 1));
      take(i, answer(command("c-" + i, 1), Outcome.REJECTED));
    }

    assertThat(stories.kept()).isEqualTo(MOST);
    assertThat(stories.forgotten()).isZero();
  }

  @Test
  void saysNothingOfAnswersToWhatItHasNotSeen() {
    take(0, answer(command("before", 1), Outcome.APPLIED));
    take(0, change(1, "before"));
    take(0, change(1, "host"));
    assertThat(stories.size()).isEqualTo(1);

    assertThat(stories.overdue(9_000_000, PATIENCE)).isEmpty();
    assertThat(stories.size()).isZero();
  }

  @Test
  void keepsSoManyAndCountsThoseThatItForgets() {
    for (int i = 0; i < MOST + 3; i++) {
      take(i, command("c-" + i, 1));
    }

    assertThat(stories.stored().commands()).hasSize(MOST);
    assertThat(stories.stored().commands().get(0).id()).isEqualTo("c-3");
    assertThat(stories.forgotten()).isEqualTo(3);
  }

  @Test
  void keepsItsStoriesAsPojos() {
    assertSerializedAsPojoWithoutKryo(StoredStories.class);
  }
}
